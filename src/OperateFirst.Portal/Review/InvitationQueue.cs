using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Review;

/// <summary>
/// The requests to the contacts a person decides for, a page at a time. First the places of the page, from indexes alone and for
/// each contact by itself, then its rows by their ids: however many wait, a page costs the same.
/// </summary>
public sealed class InvitationQueue(PortalDbContext db, CurrentAccount me, PortalContent content, BusinessDays days, TimeProvider time)
{
    public const int PageSize = 25;

    // A name that fits at most so many projects is looked up by the projects; a commoner one is soon met on the way through the queue.
    private const int FewProjects = 200;

    private static readonly Prepared<Func<PortalDbContext, string, bool, int, CancellationToken, Task<int>>> Waiting = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, string contact, bool isClosed, int most, CancellationToken cancel) => db.Set<InvitationRequest>().AsNoTracking()
            .Where(request => request.Contact == contact && request.State == InvitationState.Waiting && request.IsClosed == isClosed)
            .OrderBy(request => request.SinceUtc).Take(most).Count()));

    // What most people open: the oldest that wait. Their places and their rows come at once here.
    private static readonly Prepared<Func<PortalDbContext, string, bool, IAsyncEnumerable<CardRow>>> Oldest = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, string contact, bool isClosed) => db.Set<QueuedRequest>().AsNoTracking()
            .Where(request => request.Contact == contact && request.State == InvitationState.Waiting && request.IsClosed == isClosed)
            .OrderBy(request => request.SinceUtc).ThenBy(request => request.Id).Take(PageSize + 1)
            .Join(db.Set<ProjectProgress>(), request => request.ProjectId, progress => progress.ProjectId, CardRow.ReadWaiting)));

    private (int Count, int Most)? counted;

    /// <summary>The meetings and rooms of the reader's contacts.</summary>
    public IReadOnlyList<InvitationTarget> Targets => [.. content.InvitationTargets.Where(target => me.Coordinates.Contains(target.Contact.Key))];

    /// <summary>How many wait, counted up to a limit.</summary>
    public async Task<int> CountWaitingAsync(int most, CancellationToken cancel)
    {
        // The page counts further than the masthead, and comes first.
        if (counted is not { } last || (last.Count >= last.Most && last.Most < most))
        {
            var count = 0;
            foreach (var contact in me.Coordinates)
            {
                count += await Waiting.For(db)(db, contact, false, most, cancel);
            }

            counted = last = (count, most);
        }

        return Math.Min(last.Count, most);
    }

    public async Task<QueuePage> ReadAsync(QueueFilter filter, CancellationToken cancel)
    {
        if (filter is { State: InvitationState.Waiting, Kind: "", Beginning: "", After: null })
        {
            return await FirstAsync(cancel);
        }

        var found = await PlacesAsync(filter, cancel);
        var page = Sorted(found, filter).Take(PageSize).ToList();
        var cards = await CardsAsync(page, cancel);
        return new QueuePage(cards, found.Count > PageSize ? page[^1].Written : null);
    }

    private async Task<QueuePage> FirstAsync(CancellationToken cancel)
    {
        var rows = new List<CardRow>();
        foreach (var contact in me.Coordinates)
        {
            rows.AddRange(await Oldest.For(db)(db, contact, false).ToListAsync(cancel));
        }

        var page = rows.OrderBy(row => row.Request.SinceUtc).ThenBy(row => row.Request.Id).Take(PageSize).ToList();
        var last = rows.Count > PageSize ? new QueuePlace(page[^1].Request.SinceUtc, page[^1].Request.Id).Written : null;
        return new QueuePage(await CardsOfAsync(page, cancel), last);
    }

    private static IOrderedEnumerable<QueuePlace> Sorted(IEnumerable<QueuePlace> places, QueueFilter filter) => filter.OldestFirst
        ? places.OrderBy(place => place.SinceUtc).ThenBy(place => place.Id)
        : places.OrderByDescending(place => place.SinceUtc).ThenByDescending(place => place.Id);

    private async Task<List<QueuePlace>> PlacesAsync(QueueFilter filter, CancellationToken cancel)
    {
        if (filter.Beginning.Length > 0 && await ProjectsAsync(filter.Beginning, cancel) is { } projects)
        {
            return await PlacesOfAsync(projects, filter, cancel);
        }

        var places = new List<QueuePlace>();
        foreach (var contact in me.Coordinates)
        {
            var rows = Selected(db.InvitationRequests.Where(request => request.Contact == contact), filter);
            rows = filter.OldestFirst
                ? rows.OrderBy(request => request.SinceUtc).ThenBy(request => request.Id)
                : rows.OrderByDescending(request => request.SinceUtc).ThenByDescending(request => request.Id);
            places.AddRange(await Beginning(rows, filter.Beginning).Take(PageSize + 1)
                .Select(request => new QueuePlace(request.SinceUtc, request.Id)).ToListAsync(cancel));
        }

        return places;
    }

    /// <returns>Null where they are many.</returns>
    private async Task<List<Guid>?> ProjectsAsync(string beginning, CancellationToken cancel)
    {
        var end = Beginnings.EndOf(beginning);
        var projects = new HashSet<Guid>();
        foreach (var closed in new[] { false, true })
        {
            var all = db.ProjectProgress.AsNoTracking().Where(progress => progress.IsClosed == closed);
            projects.UnionWith(await all.Where(progress => string.Compare(progress.Slug, beginning) >= 0 && string.Compare(progress.Slug, end) < 0)
                .OrderBy(progress => progress.Slug).Select(progress => progress.ProjectId).Take(FewProjects + 1).ToListAsync(cancel));
            projects.UnionWith(await all.Where(progress => string.Compare(progress.NameKey, beginning) >= 0 && string.Compare(progress.NameKey, end) < 0)
                .OrderBy(progress => progress.NameKey).Select(progress => progress.ProjectId).Take(FewProjects + 1).ToListAsync(cancel));
        }

        return projects.Count > FewProjects ? null : [.. projects];
    }

    private async Task<List<QueuePlace>> PlacesOfAsync(List<Guid> projects, QueueFilter filter, CancellationToken cancel)
    {
        if (projects.Count == 0)
        {
            return [];
        }

        var mine = me.Coordinates;
        var requests = await db.InvitationRequests.AsNoTracking().Where(request => projects.Contains(request.ProjectId))
            .Select(request => new { request.Id, request.Contact, request.Target, request.State, request.IsClosed, request.SinceUtc })
            .ToListAsync(cancel);
        var places = requests
            .Where(request => mine.Contains(request.Contact) && (filter.Kind.Length == 0 || request.Target == filter.Kind))
            .Where(request => filter.State is not { } state || (request.State == state && !request.IsClosed))
            .Select(request => new QueuePlace(request.SinceUtc, request.Id));
        var sorted = Sorted(places, filter);
        return [.. filter.After is { } after ? sorted.Where(place => IsBehind(place, after, filter)) : sorted];
    }

    private static bool IsBehind(QueuePlace place, QueuePlace after, QueueFilter filter)
    {
        var order = (place.SinceUtc, place.Id).CompareTo((after.SinceUtc, after.Id));
        return filter.OldestFirst ? order > 0 : order < 0;
    }

    private static IQueryable<InvitationRequest> Selected(IQueryable<InvitationRequest> rows, QueueFilter filter)
    {
        if (filter.Kind.Length > 0)
        {
            rows = rows.Where(request => request.Target == filter.Kind);
        }

        if (filter.State is { } state)
        {
            // A parameter: of "NOT closed" no index makes use.
            var isClosed = false;
            rows = rows.Where(request => request.State == state && request.IsClosed == isClosed);
        }

        // The time alone first: by it the index finds the place without walking there.
        return (filter.After, filter.OldestFirst) switch
        {
            (null, _) => rows,
            ({ } after, true) => rows.Where(request => request.SinceUtc >= after.SinceUtc && (request.SinceUtc > after.SinceUtc || request.Id > after.Id)),
            ({ } after, false) => rows.Where(request => request.SinceUtc <= after.SinceUtc && (request.SinceUtc < after.SinceUtc || request.Id < after.Id)),
        };
    }

    private IQueryable<InvitationRequest> Beginning(IQueryable<InvitationRequest> rows, string beginning)
    {
        if (beginning.Length == 0)
        {
            return rows;
        }

        var end = Beginnings.EndOf(beginning);
        var projects = db.ProjectProgress;
        return rows.Where(request => projects.Any(progress => progress.ProjectId == request.ProjectId &&
            ((string.Compare(progress.Slug, beginning) >= 0 && string.Compare(progress.Slug, end) < 0) ||
             (string.Compare(progress.NameKey, beginning) >= 0 && string.Compare(progress.NameKey, end) < 0))));
    }

    private async Task<IReadOnlyList<QueueCard>> CardsAsync(List<QueuePlace> page, CancellationToken cancel)
    {
        var ids = page.Select(place => place.Id).ToList();
        if (ids.Count == 0)
        {
            return [];
        }

        // The ids are one parameter: with one for each the statement would be built anew each time.
        var rows = await db.QueuedRequests.Where(request => EF.Parameter(ids).Contains(request.Id))
            .Join(db.ProjectProgress, request => request.ProjectId, progress => progress.ProjectId, CardRow.Read)
            .ToDictionaryAsync(row => row.Request.Id, cancel);
        return await CardsOfAsync([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], cancel);
    }

    private async Task<IReadOnlyList<QueueCard>> CardsOfAsync(List<CardRow> rows, CancellationToken cancel)
    {
        var now = time.UtcNow();
        var pauses = await db.PausesSinceAsync(rows.Count == 0 ? null : rows.Min(row => row.Request.SinceUtc), cancel);

        // Many are about the same few meetings and rooms.
        var asked = new Dictionary<(string Target, string Contact), Asked>();
        var cards = new List<QueueCard>(rows.Count);
        foreach (var row in rows)
        {
            var request = row.Request;
            if (!asked.TryGetValue((request.Target, request.Contact), out var about))
            {
                asked.Add((request.Target, request.Contact), about = AskedFor(request, pauses, now));
            }

            cards.Add(new QueueCard(request, row.Slug, row.Name, about.Title)
            {
                StepsDone = row.DoneCount,
                Telemetry = row.TelemetryStanding,
                Commitment = row.CommitmentStanding,
                Age = pauses.AgeOf(request.Target, request.SinceUtc, request.BlockedSinceUtc, request.BlockedDays, days, now),
                Pause = about.Pause,
                LacksCommitment = about.AfterCommitment && !AgreementStandings.Counts(row.CommitmentStanding),
                StandsInFor = about.StandsInFor,
            });
        }

        return cards;
    }

    private Asked AskedFor(QueuedRequest request, Pauses pauses, DateTime now)
    {
        var target = content.FindInvitationTarget(request.Target);
        var contact = me.StandsInFor(request.Contact) ? content.Contacts.FirstOrDefault(contact => contact.Key == request.Contact) : null;
        return new Asked(target?.Title ?? request.Target, pauses.ActiveOn(request.Target, now)?.Sentence ?? "", target is { AfterCommitment: true }, contact?.Name ?? "");
    }

    /// <summary>What is the same for all requests to one contact for one meeting or room.</summary>
    private sealed record Asked(string Title, string Pause, bool AfterCommitment, string StandsInFor);
}

/// <param name="Next">Where the next page begins; null where this is the last.</param>
public sealed record QueuePage(IReadOnlyList<QueueCard> Cards, string? Next);
