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
    /// <returns>Null where there is no such project.</returns>
    public async Task<ProjectFacts?> ReadAsync(PortalDbContext db, Guid projectId, CancellationToken cancel)
    {
        var project = await db.Projects.AsNoTracking().Include(candidate => candidate.Members)
            .SingleOrDefaultAsync(candidate => candidate.Id == projectId, cancel);
        if (project is null)
        {
            return null;
        }

        var reading = await db.ReadingConfirmations.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.ProjectId == projectId, cancel);
        var joined = await db.JoinedChannels.AsNoTracking().Where(mark => mark.ProjectId == projectId).ToListAsync(cancel);
        var requests = await db.InvitationRequests.AsNoTracking()
            .Where(request => request.ProjectId == projectId && request.State != InvitationState.Withdrawn)
            .OrderBy(request => request.RequestedAtUtc).ToListAsync(cancel);
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
            Leads = [.. project.Members.Where(member => member.IsLead).OrderBy(member => member.AddedAtUtc).Select(member => member.Name)],
            ClosedAtUtc = project.ClosedAtUtc,
            CloseReason = project.CloseReason,
            Reading = reading is null ? null : new ReadingFact(reading.AtUtc, reading.AccountName),
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
        var chain = PortalLedger.ChainOf(projectId);
        var first = await db.LedgerEntries.AsNoTracking().FirstAsync(entry => entry.Chain == chain && entry.Sequence == 1, cancel);
        return HistoryLine.Of(first).Person;
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
