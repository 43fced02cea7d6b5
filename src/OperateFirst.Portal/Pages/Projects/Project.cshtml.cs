using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>The journey: eight steps, the one next action, and what the portal does about it in the background.</summary>
public sealed class ProjectModel(
    ProjectReader reader, PortalDbContext db, PortalContent content, BusinessDays businessDays, Occurrences occurrences, TimeProvider time)
    : ProjectPage(reader)
{
    private const int RecentEntries = 6;
    private const int RecentDeliveries = 12;

    public ProjectFacts? Facts { get; private set; }

    public Journey? Journey { get; private set; }

    public TrackingIssue? Issue { get; private set; }

    /// <summary>The newest that an operator or a coordinator wrote on the issue.</summary>
    public IssueComment? LastComment { get; private set; }

    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public DeliveryList Deliveries { get; private set; } = new([]);

    public IReadOnlyList<(Meeting Meeting, Occurrence Occurrence)> Upcoming { get; private set; } = [];

    /// <summary>By meeting or room: business days its request has waited, less those on which no clock ran.</summary>
    public IReadOnlyDictionary<string, int> Ages { get; private set; } = new Dictionary<string, int>();

    /// <summary>Business days a step has waited for somebody.</summary>
    public int DaysWaited(JourneyStep step) => Ages.TryGetValue(step.WaitsOn, out var age) ? age : businessDays.Between(step.SinceUtc, time.UtcNow());

    /// <summary>"12 days left" or "3 days overdue".</summary>
    public string DaysLeft(DateTime deadline)
    {
        var days = (int)Math.Ceiling((deadline - time.UtcNow()).TotalDays);
        var left = days > 0 ? days : Math.Max(1, -days);
        return $"{left} day{(left == 1 ? "" : "s")} {(days > 0 ? "left" : "overdue")}";
    }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        (Facts, Journey) = await Reader.JourneyAsync(Project.Id, cancel);
        Issue = await db.TrackingIssues.AsNoTracking().SingleOrDefaultAsync(issue => issue.ProjectId == Project.Id, cancel);
        LastComment = await db.IssueComments.AsNoTracking().Where(comment => comment.ProjectId == Project.Id && comment.DeletedAtUtc == null)
            .OrderByDescending(comment => comment.Id).FirstOrDefaultAsync(cancel);
        var chain = PortalLedger.ChainOf(Project.Id);
        var entries = await db.LedgerEntries.AsNoTracking().Where(entry => entry.Chain == chain)
            .OrderByDescending(entry => entry.Sequence).Take(RecentEntries).ToListAsync(cancel);
        History = [.. entries.Select(HistoryLine.Of)];
        Deliveries = await DeliveriesAsync(cancel);
        var now = time.UtcNow();
        Ages = await db.RequestAgesAsync(Project.Id, businessDays, now, cancel);
        Upcoming = [.. content.Meetings
            .SelectMany(meeting => occurrences.Next(meeting, now, 3).Select(occurrence => (meeting, occurrence)))
            .OrderBy(pair => pair.occurrence.StartUtc).Take(3)];
    }

    /// <summary>The part of the page that changes by itself.</summary>
    public async Task<IActionResult> OnGetDeliveriesAsync(CancellationToken cancel)
    {
        var list = await DeliveriesAsync(cancel);
        if (list.IsSettled)
        {
            Response.Headers["X-Live"] = "done";
        }

        return Partial("_Deliveries", list);
    }

    private async Task<DeliveryList> DeliveriesAsync(CancellationToken cancel) => new(
        await db.OutboxMessages.AsNoTracking()
            .Where(message => message.ProjectId == Project.Id)
            .OrderBy(message => message.State == OutboxState.Sent ? 1 : 0).ThenByDescending(message => message.Id).Take(RecentDeliveries)
            .Select(message => new DeliveryRow(
                message.Title, message.State, message.Attempts, message.Result, message.ResultUrl, message.LastError,
                message.EnqueuedAtUtc, message.DueAtUtc, message.FinishedAtUtc, message.DropReason))
            .ToListAsync(cancel));
}

/// <summary>What the portal promised to send for a project: what is not sent yet first, then the newest.</summary>
public sealed record DeliveryList(IReadOnlyList<DeliveryRow> Rows)
{
    public bool IsSettled => Rows.All(row => row.State != OutboxState.Queued);
}

public sealed record DeliveryRow(
    string Title, OutboxState State, int Attempts, string Result, string ResultUrl, string LastError,
    DateTime EnqueuedAtUtc, DateTime DueAtUtc, DateTime? FinishedAtUtc, string DropReason = "")
{
    public bool IsRetried => State == OutboxState.Queued && LastError.Length > 0;

    /// <summary>The state in words: "E-mail waits, next try 10:42".</summary>
    public string Label => State switch
    {
        OutboxState.Sent => "Sent",
        OutboxState.Parked => "Gave up",
        OutboxState.Dropped => "Not sent",
        _ when IsRetried => $"Next try {DueAtUtc:HH:mm}",
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
}
