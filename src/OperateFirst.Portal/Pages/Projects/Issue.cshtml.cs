using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>What the public issue says, before and after it is open.</summary>
public sealed class IssueModel(ProjectReader reader, PortalDbContext db, PortalAddress address) : ProjectPage(reader)
{
    public string Title { get; private set; } = "";

    /// <summary>The Markdown as GitHub gets it.</summary>
    public string Body { get; private set; } = "";

    public string Html { get; private set; } = "";

    public TrackingIssue? Issue { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var (facts, journey) = await Reader.JourneyAsync(Project.Id, cancel);
        Title = TrackingIssueBody.TitleOf(facts);
        Body = TrackingIssueBody.Part(facts, journey, address);
        Html = MarkdownText.ToHtml(TrackingIssueBody.WithoutMarkers(Body));
        Issue = await db.TrackingIssues.AsNoTracking().SingleOrDefaultAsync(issue => issue.ProjectId == Project.Id, cancel);
    }
}
