using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

public sealed class IndexModel(PortalDbContext db, CurrentAccount me) : PageModel
{
    private static readonly Prepared<Func<PortalDbContext, Guid, IAsyncEnumerable<ProjectRow>>> Mine = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid account) =>
            from project in db.Set<Project>().AsNoTracking()
            join progress in db.Set<ProjectProgress>() on project.Id equals progress.ProjectId
            where db.Set<ProjectMember>().Where(member => member.AccountId == account).Select(member => member.ProjectId).Contains(project.Id)
            orderby project.ClosedAtUtc != null, project.Slug
            select new ProjectRow(
                project.Slug, project.Name, project.ClosedAtUtc != null, progress.DoneCount, progress.CurrentTitle, progress.WaitsFor,
                project.Members.Any(member => member.AccountId == account && member.IsLead))));

    public IReadOnlyList<ProjectRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Rows = await Mine.For(db)(db, me.Id).ToListAsync(cancel);
    }
}

/// <param name="Current">Title of the step that is next for the project's people, or empty.</param>
/// <param name="WaitsFor">Whom it waits for where no step is its own, or empty.</param>
public sealed record ProjectRow(string Slug, string Name, bool IsClosed, int DoneCount, string Current, string WaitsFor, bool IsLead);
