using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Conversation;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Guide;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Onboarding;

/// <summary>Reads the facts of one project.</summary>
public sealed class ProjectFactsReader(PortalContent content, TimeProvider time)
{
    // Read in every save of a project while others wait for their turn.
    private static readonly Prepared<Func<PortalDbContext, Guid, IAsyncEnumerable<Project>>> ProjectOf = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid id) => db.Set<Project>().AsNoTracking().Where(project => project.Id == id)));

    private static readonly Prepared<Func<PortalDbContext, Guid, IAsyncEnumerable<string>>> LeadsOf = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project) => db.Set<ProjectMember>().AsNoTracking()
            .Where(member => member.ProjectId == project && member.IsLead).OrderBy(member => member.AddedAtUtc).Select(member => member.Name)));

    private static readonly Prepared<Func<PortalDbContext, Guid, IAsyncEnumerable<ReadingFact>>> ReadingOf = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project) => db.Set<ReadingConfirmation>().AsNoTracking()
            .Where(reading => reading.ProjectId == project).Select(reading => new ReadingFact(reading.AtUtc, reading.AccountName))));

    private static readonly Prepared<Func<PortalDbContext, Guid, IAsyncEnumerable<JoinedChannel>>> JoinedBy = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project) => db.Set<JoinedChannel>().AsNoTracking().Where(mark => mark.ProjectId == project)));

    private static readonly Prepared<Func<PortalDbContext, Guid, IAsyncEnumerable<InvitationRequest>>> RequestsOf = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project) => db.Set<InvitationRequest>().AsNoTracking()
            .Where(request => request.ProjectId == project && request.State != InvitationState.Withdrawn).OrderBy(request => request.RequestedAtUtc).Select(request => request)));

    private static readonly Prepared<Func<PortalDbContext, string, IAsyncEnumerable<LedgerEntry>>> FirstOf = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, string chain) => db.Set<LedgerEntry>().AsNoTracking().Where(entry => entry.Chain == chain && entry.Sequence == 1)));

    /// <returns>Null where there is no such project.</returns>
    public async Task<ProjectFacts?> ReadAsync(PortalDbContext db, Guid projectId, CancellationToken cancel)
    {
        if (await ProjectOf.For(db)(db, projectId).ToListAsync(cancel) is not [var project])
        {
            return null;
        }

        var leads = await LeadsOf.For(db)(db, projectId).ToListAsync(cancel);
        var reading = await ReadingOf.For(db)(db, projectId).ToListAsync(cancel);
        var joined = await JoinedBy.For(db)(db, projectId).ToListAsync(cancel);
        var requests = await RequestsOf.For(db)(db, projectId).ToListAsync(cancel);
        var newest = requests.GroupBy(request => request.Target).ToDictionary(group => group.Key, group => group.Last());
        var invited = requests.Where(request => request.State == InvitationState.Approved).GroupBy(request => request.Target)
            .ToDictionary(approved => approved.Key, approved => new InvitedFact(approved.Min(request => request.SinceUtc), approved.Last().Decider));
        var agreements = await db.AgreementFactsAsync(projectId, cancel);
        var holds = await db.HoldFactsAsync(time.UtcNow(), cancel);
        HoldFact? HoldOn(string target) => holds.Find(hold => hold.Target == target);
        InvitationFact FactOf(InvitationTarget target) => newest.TryGetValue(target.Name, out var request)
            ? new InvitationFact(target, request.State, request.SinceUtc, request.Reason, HoldOn(target.Name), request.Decider, invited.GetValueOrDefault(target.Name))
            : new InvitationFact(target, Hold: HoldOn(target.Name));
        var targets = content.InvitationTargets.ToList();
        return new ProjectFacts
        {
            ProjectId = project.Id,
            Slug = project.Slug,
            Name = project.Name,
            Description = project.Description,
            RepositoryUrl = project.RepositoryUrl,
            DocumentationUrl = project.DocumentationUrl,
            RegisteredAtUtc = project.RegisteredAtUtc,
            RegisteredBy = await RegisteredByAsync(db, projectId, cancel),
            Leads = leads,
            ClosedAtUtc = project.ClosedAtUtc,
            CloseReason = project.CloseReason,
            Reading = reading.FirstOrDefault(),
            Telemetry = agreements[AgreementNames.Telemetry],
            Commitment = agreements[AgreementNames.Commitment],
            Rooms = [.. targets.Where(target => target.Meeting is null).Select(FactOf)],
            Channels =
            [
                .. from channel in content.Channels
                   where channel.Marked
                   select new ChannelFact(channel.Name, channel.Title, channel.Url, joined.Find(mark => mark.Channel == channel.Name)?.AtUtc),
            ],
            Coordination = FactOf(targets.First(target => target.Name == MeetingNames.Coordination)),
            SprintPlanning = FactOf(targets.First(target => target.Name == MeetingNames.SprintPlanning)),
            ClusterAccessAtUtc = project.ClusterAccessAtUtc,
            ClusterHold = HoldOn(Hold.ClusterAccess),
        };
    }

    private static async Task<string> RegisteredByAsync(PortalDbContext db, Guid projectId, CancellationToken cancel)
    {
        var first = await FirstOf.For(db)(db, PortalLedger.ChainOf(projectId)).ToListAsync(cancel);
        return HistoryLine.Of(first[0]).Person;
    }
}

/// <summary>Names of the two meetings that are steps of the journey; the content file must have both.</summary>
public static class MeetingNames
{
    public const string Coordination = "coordination";
    public const string SprintPlanning = "sprint-planning";

    /// <summary>The step that a request for a meeting or room belongs to.</summary>
    public static StepKind StepOf(string target) => target switch
    {
        Coordination => StepKind.Coordination,
        SprintPlanning => StepKind.SprintPlanning,
        _ => StepKind.Conversation,
    };
}
