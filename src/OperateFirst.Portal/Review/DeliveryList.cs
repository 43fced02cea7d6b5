using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Review;

/// <summary>All that the portal promised to send, newest first, a page at a time.</summary>
public sealed class DeliveryList(PortalDbContext db, DeliveryLanes lanes, TimeProvider time)
{
    public const int PageSize = 25;

    /// <summary>Where counting stops: more would not change what one does.</summary>
    public const int MostCounted = 1000;

    // A beginning that fits at most so many is looked up by its indexes; a commoner one is soon met on the way through the list.
    private const int Few = 500;

    public async Task<DeliveryPage> ReadAsync(DeliveryFilter filter, CancellationToken cancel)
    {
        var rows = await BeginningAsync(Selected(db.OutboxMessages.AsNoTracking(), filter), filter.Beginning, cancel);
        if (filter.After is { } after && await PlaceAsync(after, cancel) is { } at)
        {
            // The time alone first: by it the index finds the place without walking there.
            rows = rows.Where(message => message.EnqueuedAtUtc <= at && (message.EnqueuedAtUtc < at || message.Id < after));
        }

        var found = await Shown(rows.OrderByDescending(message => message.EnqueuedAtUtc).ThenByDescending(message => message.Id).Take(PageSize + 1)).ToListAsync(cancel);
        return new DeliveryPage([.. found.Take(PageSize)], found.Count > PageSize ? found[PageSize - 1].Message.Id : null);
    }

    /// <returns>Null where there is no such message.</returns>
    public Task<ListedDelivery?> FindAsync(Guid id, CancellationToken cancel) =>
        Shown(db.OutboxMessages.AsNoTracking().Where(message => message.Id == id)).SingleOrDefaultAsync(cancel);

    public async Task<DeliveryCounts> CountAsync(CancellationToken cancel)
    {
        var today = time.UtcNow().Date;
        var trying = Selected(db.OutboxMessages.AsNoTracking(), new DeliveryFilter(DeliveryFilter.Trying, "", "", null));
        return new DeliveryCounts(
            await CountAsync(DeliveryFilter.Parked, cancel),
            await CountAsync(DeliveryFilter.Trying, cancel),
            await CountAsync(DeliveryFilter.Queued, cancel),
            await db.OutboxMessages.Where(message => message.State == OutboxState.Sent && message.EnqueuedAtUtc >= today)
                .OrderBy(message => message.EnqueuedAtUtc).Take(MostCounted).CountAsync(cancel),
            await trying.OrderBy(message => message.DueAtUtc).Select(message => (DateTime?)message.DueAtUtc).FirstOrDefaultAsync(cancel));
    }

    /// <summary>Lanes of which nothing is sent for now: the other side cannot be reached or asks for a pause.</summary>
    public async Task<IReadOnlyList<LaneState>> RestingAsync(CancellationToken cancel)
    {
        var now = time.UtcNow();
        var names = lanes.All.Select(lane => lane.Name).ToList();
        var states = await db.LaneStates.AsNoTracking().Where(lane => names.Contains(lane.Name)).ToListAsync(cancel);
        return [.. states.Where(lane => lane.RestsAt(now))];
    }

    private Task<int> CountAsync(string state, CancellationToken cancel) =>
        Selected(db.OutboxMessages.AsNoTracking(), new DeliveryFilter(state, "", "", null))
            .OrderBy(message => message.EnqueuedAtUtc).Take(MostCounted).CountAsync(cancel);

    private Task<DateTime?> PlaceAsync(Guid id, CancellationToken cancel) =>
        db.OutboxMessages.Where(message => message.Id == id).Select(message => (DateTime?)message.EnqueuedAtUtc).SingleOrDefaultAsync(cancel);

    private static IQueryable<OutboxMessage> Selected(IQueryable<OutboxMessage> rows, DeliveryFilter filter)
    {
        rows = filter.State switch
        {
            DeliveryFilter.Queued => rows.Where(message => message.State == OutboxState.Queued && (message.Attempts == 0 || message.LastError == "")),
            DeliveryFilter.Trying => rows.Where(message => message.State == OutboxState.Queued && message.Attempts > 0 && message.LastError != ""),
            DeliveryFilter.Sent => rows.Where(message => message.State == OutboxState.Sent),
            DeliveryFilter.Parked => rows.Where(message => message.State == OutboxState.Parked),
            DeliveryFilter.Dropped => rows.Where(message => message.State == OutboxState.Dropped),
            _ => rows,
        };
        return filter.Kind switch
        {
            DeliveryFilter.Mail => rows.Where(message => message.Kind.StartsWith("mail.")),
            DeliveryFilter.Issue => rows.Where(message => message.Kind.StartsWith("github.")),
            _ => rows,
        };
    }

    private async Task<IQueryable<OutboxMessage>> BeginningAsync(IQueryable<OutboxMessage> rows, string beginning, CancellationToken cancel)
    {
        if (beginning.Length == 0)
        {
            return rows;
        }

        var end = Beginnings.EndOf(beginning);
        var (all, projects) = (db.OutboxMessages.AsNoTracking(), db.Projects.AsNoTracking());
        var slugs = projects.Where(project => string.Compare(project.Slug, beginning) >= 0 && string.Compare(project.Slug, end) < 0).Select(project => project.Id);
        var ids = new HashSet<Guid>();
        foreach (var ways in new[]
        {
            all.Where(message => message.ProjectId != null && slugs.Contains(message.ProjectId.Value)).OrderBy(message => message.ProjectId),
            all.Where(message => string.Compare(message.RecipientKey, beginning) >= 0 && string.Compare(message.RecipientKey, end) < 0).OrderBy(message => message.RecipientKey),
            all.Where(message => string.Compare(message.RecipientNameKey, beginning) >= 0 && string.Compare(message.RecipientNameKey, end) < 0).OrderBy(message => message.RecipientNameKey),
        })
        {
            ids.UnionWith(await ways.Select(message => message.Id).Take(Few + 1).ToListAsync(cancel));
        }

        return ids.Count <= Few
            ? rows.Where(message => ids.Contains(message.Id))
            : rows.Where(message =>
                (string.Compare(message.RecipientKey, beginning) >= 0 && string.Compare(message.RecipientKey, end) < 0) ||
                (string.Compare(message.RecipientNameKey, beginning) >= 0 && string.Compare(message.RecipientNameKey, end) < 0) ||
                projects.Any(project => project.Id == message.ProjectId && string.Compare(project.Slug, beginning) >= 0 && string.Compare(project.Slug, end) < 0));
    }

    private IQueryable<ListedDelivery> Shown(IQueryable<OutboxMessage> rows)
    {
        var projects = db.Projects;
        return rows.Select(message => new ListedDelivery(
            message,
            projects.Where(project => project.Id == message.ProjectId).Select(project => project.Slug).FirstOrDefault() ?? ""));
    }
}

/// <param name="Slug">The project's short name; empty for a message without one.</param>
public sealed record ListedDelivery(OutboxMessage Message, string Slug)
{
    /// <summary>What goes out, in words, and the icon for it.</summary>
    public (string Words, string Icon) Kind => Message.Kind switch
    {
        var kind when kind.StartsWith("github.", StringComparison.Ordinal) => (kind.Contains("comment", StringComparison.Ordinal) ? "GitHub comment" : "GitHub issue", "github"),
        var kind when kind.StartsWith("mail.calendar", StringComparison.Ordinal) => ("Calendar invite", "calendar"),
        _ => ("E-mail", "mail"),
    };

    public string To => (Message.RecipientName.Length, Message.Recipient.Length) switch
    {
        ( > 0, > 0) => $"{Message.RecipientName}, {Message.Recipient}",
        (0, > 0) => Message.Recipient,
        _ => "GitHub",
    };

    /// <summary>The state in words, and the label for it.</summary>
    public (string Words, string Label) StateAt(DateTime now) => Message.State switch
    {
        OutboxState.Sent => ("Sent", "sent"),
        OutboxState.Parked => ("Gave up", "gave-up"),
        OutboxState.Dropped => ("Dropped", "cancelled"),
        _ when Message.IsBeingDelivered(now) => ("Being delivered", "trying"),
        _ when Message.IsRetried => ("Trying again", "trying"),
        _ => ("Queued", "queued"),
    };

    public bool CanSendAgain => Message.State is OutboxState.Parked or OutboxState.Dropped;

    public bool CanTryNow(DateTime now) => Message.State == OutboxState.Queued && Message.DueAtUtc > now && !Message.IsBeingDelivered(now);

    public bool CanGiveUp(DateTime now) => Message.State is OutboxState.Queued or OutboxState.Parked && !Message.IsBeingDelivered(now);
}

/// <param name="Next">The last message of the page; null where this is the last page.</param>
public sealed record DeliveryPage(IReadOnlyList<ListedDelivery> Rows, Guid? Next);

/// <summary>Each counted up to <see cref="DeliveryList.MostCounted"/>.</summary>
/// <param name="SentToday">Of what was promised today.</param>
public sealed record DeliveryCounts(int Parked, int Trying, int Queued, int SentToday, DateTime? NextTryUtc);
