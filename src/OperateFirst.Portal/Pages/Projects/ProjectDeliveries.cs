using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>Reads what the portal promised to send for a project, and when what waits will go out.</summary>
public sealed class ProjectDeliveries(PortalDbContext db, LaneForecast forecast, TimeProvider time)
{
    private const int Most = 12;

    private static readonly Prepared<Func<PortalDbContext, Guid, IAsyncEnumerable<DeliveryRow>>> Newest = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project) => db.Set<OutboxMessage>().AsNoTracking()
            .Where(message => message.ProjectId == project)
            .OrderBy(message => message.State == OutboxState.Sent ? 1 : 0).ThenByDescending(message => message.Id).Take(Most)
            .Select(message => new DeliveryRow(
                message.Id, message.Lane, message.Title, message.State, message.Attempts, message.Result, message.ResultUrl, message.LastError,
                message.EnqueuedAtUtc, message.DueAtUtc, message.FinishedAtUtc, message.DropReason))));

    public async Task<DeliveryList> ReadAsync(Guid projectId, CancellationToken cancel)
    {
        var rows = await Newest.For(db)(db, projectId).ToListAsync(cancel);

        // Those of one lane were promised together: the first in line speaks for them.
        var turns = new Dictionary<string, Turn?>();
        foreach (var first in rows.Where(row => row.IsInLine).OrderBy(row => row.DueAtUtc).ThenBy(row => row.Id).DistinctBy(row => row.Lane))
        {
            turns[first.Lane] = await forecast.OfAsync(first.Id, first.Lane, first.DueAtUtc, cancel);
        }

        var today = time.UtcNow().Date;
        return new DeliveryList([.. rows.Select(row => row with { Today = today, Turn = row.IsInLine ? turns[row.Lane] : null })]);
    }
}

/// <summary>What the portal promised to send for a project: what is not sent yet first, then the newest.</summary>
public sealed record DeliveryList(IReadOnlyList<DeliveryRow> Rows)
{
    public bool IsSettled => Rows.All(row => row.State != OutboxState.Queued);
}

public sealed record DeliveryRow(
    Guid Id, string Lane, string Title, OutboxState State, int Attempts, string Result, string ResultUrl, string LastError,
    DateTime EnqueuedAtUtc, DateTime DueAtUtc, DateTime? FinishedAtUtc, string DropReason = "")
{
    public bool IsRetried => State == OutboxState.Queued && Attempts > 0 && LastError.Length > 0;

    /// <summary>Not tried yet.</summary>
    public bool IsInLine => State == OutboxState.Queued && !IsRetried;

    /// <summary>Null where it goes out in a moment.</summary>
    public Turn? Turn { get; init; }

    /// <summary>The day on which it is read, in UTC.</summary>
    public DateTime Today { get; init; }

    /// <summary>The state in words: "Next try 10:42".</summary>
    public string Label => State switch
    {
        OutboxState.Sent => "Sent",
        OutboxState.Parked => "Gave up",
        OutboxState.Dropped => "Not sent",
        _ when IsRetried => $"Next try {Short(DueAtUtc)}",
        _ when Turn is not null => $"About {Short(Turn.AtUtc)}",
        _ => "Queued",
    };

    public string LabelState => State switch
    {
        OutboxState.Sent => "sent",
        OutboxState.Parked => "gave-up",
        OutboxState.Dropped => "cancelled",
        _ when IsRetried => "trying",
        _ => "queued",
    };

    private string Short(DateTime at) => at.ToString(at.Date == Today ? "HH:mm" : "d MMM HH:mm", CultureInfo.InvariantCulture);
}
