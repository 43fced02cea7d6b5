using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>A page below <c>/operations/projects/{slug}</c>, whoever the project's people are.</summary>
public abstract class OperatedProject(PortalDbContext db) : PortalPage
{
    private Project? project;

    [FromRoute(Name = "slug")]
    public string Slug { get; set; } = "";

    public Project Project => project ?? throw new InvalidOperationException("Not loaded yet.");

    protected PortalDbContext Db => db;

    public string Home => $"/operations/projects/{Project.Slug}";

    public IReadOnlyList<Crumb> Crumbs => [new Crumb("Projects", "/operations/projects"), new Crumb(Project.Slug, Home)];

    // By its name it would be the handler of a method PAGE.
    [NonHandler]
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        project = await db.Projects.AsNoTracking().Include(candidate => candidate.Members)
            .SingleOrDefaultAsync(candidate => candidate.Slug == Slug, HttpContext.RequestAborted);
        if (project is null)
        {
            context.Result = NotFound();
            return;
        }

        await next();
    }

    public override Task LoadAsync(CancellationToken cancel) => Task.CompletedTask;
}
