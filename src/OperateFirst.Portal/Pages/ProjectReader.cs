using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Pages.Projects;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages;

/// <summary>Reads projects for the person behind the request; ownership is part of every query.</summary>
public sealed class ProjectReader(PortalDbContext db, CurrentAccount me, ProjectFactsReader facts, TimeProvider time)
{
    public async Task<ProjectView?> FindAsync(string slug, CancellationToken cancel)
    {
        var id = me.Id;
        var project = await db.Projects.AsNoTracking().Include(candidate => candidate.Members)
            .SingleOrDefaultAsync(candidate => candidate.Slug == slug && candidate.Members.Any(member => member.AccountId == id), cancel);
        return project?.MemberOf(id) is { } mine
            ? new ProjectView(
                project.Id,
                project.Slug,
                project.Name,
                mine.IsLead,
                mine.CanAccept,
                project.IsClosed,
                [.. project.Members.Where(member => member.IsLead).OrderBy(member => member.AddedAtUtc).Select(member => member.Name)])
            : null;
    }

    public async Task<(ProjectFacts Facts, Journey Journey)> JourneyAsync(Guid projectId, CancellationToken cancel)
    {
        var read = await facts.ReadAsync(db, projectId, cancel) ?? throw new ProjectNotFoundException();
        return (read, Journey.Of(read, time.UtcNow()));
    }
}
