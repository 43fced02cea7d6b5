using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>What an operator needs to know of a project: its people, where it stands, what happened last.</summary>
public sealed class ProjectModel(PortalDbContext db, ProjectFactsReader reader, TimeProvider time) : OperatedProject(db)
{
    private const int RecentEntries = 8;

    public Journey? Journey { get; private set; }

    public TrackingIssue? Issue { get; private set; }

    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public IReadOnlyList<ProjectPerson> People { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var facts = await reader.ReadAsync(Db, Project.Id, cancel) ?? throw new ProjectNotFoundException();
        Journey = Journey.Of(facts, time.UtcNow());
        Issue = await Db.TrackingIssues.AsNoTracking().SingleOrDefaultAsync(issue => issue.ProjectId == Project.Id, cancel);
        var chain = PortalLedger.ChainOf(Project.Id);
        var entries = await Db.LedgerEntries.AsNoTracking().Where(entry => entry.Chain == chain)
            .OrderByDescending(entry => entry.Sequence).Take(RecentEntries).ToListAsync(cancel);
        History = [.. entries.Select(HistoryLine.Of)];
        var accounts = Project.Members.Select(member => member.AccountId).ToList();
        var known = await Db.Accounts.AsNoTracking().Where(account => accounts.Contains(account.Id)).ToDictionaryAsync(account => account.Id, cancel);
        People =
        [
            .. Project.Members.OrderByDescending(member => member.IsLead).ThenBy(member => member.AddedAtUtc)
                .Select(member => new ProjectPerson(member, member.AccountId is { } id ? known.GetValueOrDefault(id) : null)),
        ];
    }
}

/// <param name="Account">Null where the person has not signed in yet.</param>
public sealed record ProjectPerson(ProjectMember Member, Account? Account);
