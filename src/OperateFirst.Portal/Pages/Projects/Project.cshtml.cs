using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>The journey: eight steps, the one next action, and what the portal does about it in the background.</summary>
public sealed class ProjectModel(
    ProjectReader reader, PortalDbContext db, PortalContent content, BusinessDays businessDays, Occurrences occurrences, ProjectDeliveries deliveries, TimeProvider time)
    : ProjectPage(reader)
{
    private static readonly Prepared<Func<PortalDbContext, Guid, CancellationToken, Task<TrackingIssue?>>> IssueOf = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project, CancellationToken cancel) => db.Set<TrackingIssue>().AsNoTracking().SingleOrDefault(issue => issue.ProjectId == project)));

    private static readonly Prepared<Func<PortalDbContext, Guid, CancellationToken, Task<CommentLine?>>> LastCommentOf = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project, CancellationToken cancel) => db.Set<IssueComment>().AsNoTracking()
            .Where(comment => comment.ProjectId == project && comment.DeletedAtUtc == null)
            .OrderByDescending(comment => comment.Id).Select(comment => new CommentLine(comment.Login, comment.WrittenAtUtc)).FirstOrDefault()));

    public ProjectFacts? Facts { get; private set; }

    public Journey? Journey { get; private set; }

    public TrackingIssue? Issue { get; private set; }

    /// <summary>The newest that an operator or a coordinator wrote on the issue.</summary>
    public CommentLine? LastComment { get; private set; }

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
        var now = time.UtcNow();
        var read = await Reader.ReadAsync(Project.Id, cancel);
        (Facts, Journey, History, Ages) = (read.Facts, Onboarding.Journey.Of(read.Facts, now), read.Recent, read.AgesAt(now, businessDays));
        Issue = await IssueOf.For(db)(db, Project.Id, cancel);
        LastComment = Issue is null ? null : await LastCommentOf.For(db)(db, Project.Id, cancel);
        Deliveries = await deliveries.ReadAsync(Project.Id, cancel);
        Upcoming = [.. content.Meetings
            .SelectMany(meeting => occurrences.Next(meeting, now, 3).Select(occurrence => (meeting, occurrence)))
            .OrderBy(pair => pair.occurrence.StartUtc).Take(3)];
    }

    /// <summary>The part of the page that changes by itself.</summary>
    public async Task<IActionResult> OnGetDeliveriesAsync(CancellationToken cancel)
    {
        var list = await deliveries.ReadAsync(Project.Id, cancel);
        if (list.IsSettled)
        {
            Response.Headers["X-Live"] = "done";
        }

        return Partial("_Deliveries", list);
    }

    public sealed record CommentLine(string Login, DateTime WrittenAtUtc);
}
