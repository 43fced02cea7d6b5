using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

public sealed class IndexModel(PortalDbContext db, CurrentAccount me) : PageModel
{
    public IReadOnlyList<ProjectRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var id = me.Id;
        var mine = db.ProjectMembers.Where(member => member.AccountId == id).Select(member => member.ProjectId);
        Rows = await (
            from project in db.Projects.AsNoTracking()
            join progress in db.ProjectProgress.AsNoTracking() on project.Id equals progress.ProjectId
            where mine.Contains(project.Id)
            orderby project.ClosedAtUtc != null, project.Slug
            select new ProjectRow(
                project.Slug, project.Name, project.ClosedAtUtc != null, progress.DoneCount, progress.CurrentTitle, progress.WaitsFor,
                project.Members.Any(member => member.AccountId == id && member.IsLead)))
            .ToListAsync(cancel);
    }
}

/// <param name="Current">Title of the step that is next for the project's people, or empty.</param>
/// <param name="WaitsFor">Whom it waits for where no step is its own, or empty.</param>
public sealed record ProjectRow(string Slug, string Name, bool IsClosed, int DoneCount, string Current, string WaitsFor, bool IsLead);
