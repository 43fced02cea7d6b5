using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>A page below <c>/projects/{slug}</c>. Who is not one of the project's people gets the same 404 as for no project.</summary>
public abstract class ProjectPage(ProjectReader reader) : PortalPage
{
    [FromRoute(Name = "slug")]
    public string Slug { get; set; } = "";

    public ProjectView Project { get; private set; } = ProjectView.None;

    protected ProjectReader Reader => reader;

    public string Home => $"/projects/{Project.Slug}";

    /// <summary>The breadcrumb above a page of the project.</summary>
    public IReadOnlyList<Crumb> Crumbs => [new Crumb("My projects", "/projects"), new Crumb(Project.Slug, Home)];

    // By its name it would be the handler of a method PAGE.
    [NonHandler]
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var project = await reader.FindAsync(Slug, HttpContext.RequestAborted);
        if (project is null)
        {
            context.Result = NotFound();
            return;
        }

        Project = project;
        await next();
    }
}

/// <summary>What every page of a project needs to know of it and of the reader.</summary>
public sealed record ProjectView(Guid Id, string Slug, string Name, bool IsLead, bool CanAccept, bool IsClosed, IReadOnlyList<string> Leads)
{
    public static readonly ProjectView None = new(Guid.Empty, "", "", false, false, true, []);

    public string LeadNames => string.Join(" or ", Leads);
}
