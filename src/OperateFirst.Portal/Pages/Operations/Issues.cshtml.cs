using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>Tracking issues that somebody closed, deleted or moved on GitHub by hand and that are so still, newest first.</summary>
public sealed class IssuesModel(PortalDbContext db, IssueWatch watch) : PortalPage
{
    private const string Home = "/operations/issues";
    private const int PageSize = 25;

    /// <summary>Only those changed before this moment, or at it by a lower id: where the last page ended.</summary>
    [BindProperty(SupportsGet = true)]
    public DateTime? Before { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Below { get; set; }

    public IReadOnlyList<ChangedIssue> Issues { get; private set; } = [];

    /// <summary>The next page's query, or null.</summary>
    public string? Older { get; private set; }

    /// <summary>Null where issues go into the folder.</summary>
    public LastLook? Looked { get; private set; }

    public bool IsFirst => Before is null;

    public EmptyState Empty => IsFirst
        ? new EmptyState("Nothing needs you", "No issue was closed, deleted or moved on GitHub by hand. What the portal closes with a project is not listed here.")
        : new EmptyState("Nothing more", "The list ends here.") { LinkText = "Back to the first page", Href = Home };

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var before = Before is { } given ? given.ToUniversalTime() : DateTime.MaxValue;
        var below = Below ?? Guid.Empty;
        var rows = await db.TrackingIssues.AsNoTracking()
            .Where(issue => issue.ChangedAtUtc != null && issue.State != IssueState.Open && issue.ChangedAtUtc <= before && (issue.ChangedAtUtc < before || issue.ProjectId < below))
            .OrderByDescending(issue => issue.ChangedAtUtc).ThenByDescending(issue => issue.ProjectId)
            .Take(PageSize + 1)
            .Join(db.Projects, issue => issue.ProjectId, project => project.Id, (issue, project) => new ChangedIssue(issue, project.Slug, project.ClosedAtUtc != null))
            .ToListAsync(cancel);
        Issues = [.. rows.OrderByDescending(row => row.Issue.ChangedAtUtc).ThenByDescending(row => row.Issue.ProjectId).Take(PageSize)];
        Older = rows.Count > PageSize && Issues[^1].Issue is { ChangedAtUtc: { } last } end
            ? $"?before={Uri.EscapeDataString(last.ToString("O", System.Globalization.CultureInfo.InvariantCulture))}&below={end.ProjectId}"
            : null;
        Looked = await watch.ReadAsync(cancel);
    }
}

public sealed record ChangedIssue(TrackingIssue Issue, string Slug, bool ProjectIsClosed);
