using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

public sealed class EditModel(ProjectReader reader, EditProject edit, PortalDbContext db) : ProjectPage(reader)
{
    [BindProperty]
    public ProjectForm Input { get; set; } = new();

    public override async Task OnGetAsync(CancellationToken cancel) =>
        Input = await db.Projects.AsNoTracking().Where(project => project.Id == Project.Id).Select(project => new ProjectForm
        {
            Name = project.Name,
            Slug = project.Slug,
            Description = project.Description,
            RepositoryUrl = project.RepositoryUrl,
            DocumentationUrl = project.DocumentationUrl,
            ContactEmail = project.ContactEmail,
        }).SingleAsync(cancel);

    public override Task LoadAsync(CancellationToken cancel) => Task.CompletedTask;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var slug = await edit.RunAsync(Slug, Input, cancel);
        Notice("The registration is saved");
        return To($"/projects/{slug}");
    }
}
