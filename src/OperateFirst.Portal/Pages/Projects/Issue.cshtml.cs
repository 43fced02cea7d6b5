using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>What the public issue says, before and after it is open.</summary>
public sealed class IssueModel(ProjectReader reader, PortalDbContext db, PortalAddress address) : ProjectPage(reader)
{
    private const int PageSize = 25;

    public string Title { get; private set; } = "";

    /// <summary>The Markdown as GitHub gets it.</summary>
    public string Body { get; private set; } = "";

    public string Html { get; private set; } = "";

    public TrackingIssue? Issue { get; private set; }

    /// <summary>Only those older than this one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<IssueComment> Comments { get; private set; } = [];

    public bool HasOlder { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var (facts, journey) = await Reader.JourneyAsync(Project.Id, cancel);
        Title = TrackingIssueBody.TitleOf(facts);

        // Who signs in for the first time gets a name, of which no ledger tells.
        Body = TrackingIssueBody.Part(facts with { Leads = Project.Leads }, journey, address);
        Html = MarkdownText.ToHtml(TrackingIssueBody.WithoutMarkers(Body));
        Issue = await db.TrackingIssues.AsNoTracking().SingleOrDefaultAsync(issue => issue.ProjectId == Project.Id, cancel);
        var before = Before ?? long.MaxValue;
        var comments = await db.IssueComments.AsNoTracking()
            .Where(comment => comment.ProjectId == Project.Id && comment.DeletedAtUtc == null && comment.Id < before)
            .OrderByDescending(comment => comment.Id).Take(PageSize + 1).ToListAsync(cancel);
        (Comments, HasOlder) = ([.. comments.Take(PageSize)], comments.Count > PageSize);
    }
}
