using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Pages.Projects;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages;

/// <summary>Reads projects for the person behind the request; ownership is part of every query.</summary>
public sealed class ProjectReader(PortalDbContext db, CurrentAccount me, ProjectFactsReader facts, KeptFacts kept, PortalContent content, TimeProvider time)
{
    private static readonly Prepared<Func<PortalDbContext, string, Guid, IAsyncEnumerable<MemberRow>>> People = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, string slug, Guid account) =>
            from project in db.Set<Project>().AsNoTracking()
            where project.Slug == slug && project.Members.Any(mine => mine.AccountId == account)
            from member in project.Members
            orderby member.AddedAtUtc
            select new MemberRow(project.Id, project.Slug, project.Name, project.ClosedAtUtc, member.AccountId, member.IsLead, member.MayAccept, member.Name)));

    public async Task<ProjectView?> FindAsync(string slug, CancellationToken cancel)
    {
        var id = me.Id;
        var people = await People.For(db)(db, slug, id).ToListAsync(cancel);
        return people.Find(member => member.AccountId == id) is { } mine
            ? new ProjectView(
                mine.ProjectId,
                mine.Slug,
                mine.ProjectName,
                mine.IsLead,
                mine.IsLead || mine.MayAccept,
                mine.ClosedAtUtc is not null,
                [.. people.Where(member => member.IsLead).Select(member => member.Name)])
            : null;
    }

    public async Task<(ProjectFacts Facts, Journey Journey)> JourneyAsync(Guid projectId, CancellationToken cancel)
    {
        var read = await ReadAsync(projectId, cancel);
        return (read.Facts, Journey.Of(read.Facts, time.UtcNow()));
    }

    public async Task<ProjectReading> ReadAsync(Guid projectId, CancellationToken cancel) =>
        await kept.ReadAsync(db, facts, content, projectId, cancel) ?? throw new ProjectNotFoundException();

    private sealed record MemberRow(Guid ProjectId, string Slug, string ProjectName, DateTime? ClosedAtUtc, Guid? AccountId, bool IsLead, bool MayAccept, string Name);
}
