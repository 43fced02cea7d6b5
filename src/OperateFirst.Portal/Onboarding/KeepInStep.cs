using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Onboarding;

/// <summary>
/// After whatever happened to a project, in the same commit: its progress row is made new and, where the public issue would
/// read differently, the change of it is promised. What happened to all projects at once asks for a <see cref="ProgressSweep"/>.
/// </summary>
internal sealed class KeepInStep(ProjectFactsReader reader, CommitmentClock clock, PortalAddress address, TimeProvider time) : ILedgerReaction, ISaveParticipant
{
    // Told in a comment; everything else shows in the check list alone.
    private static readonly HashSet<string> Commented =
    [
        InvitationEvents.Requested, InvitationEvents.Withdrawn, InvitationEvents.Approved, InvitationEvents.ChangesAsked, InvitationEvents.Declined,
        InvitationEvents.DecisionUndone,
    ];

    private static readonly HashSet<string> ChangesAll = [Hold.StartedKind, Hold.EndedKind, AgreementEvents.Published];

    private static readonly PreparedRow<ProjectProgress, Guid> Progress = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project, CancellationToken cancel) => db.Set<ProjectProgress>().SingleOrDefault(progress => progress.ProjectId == project)));

    private static readonly PreparedRow<TrackingIssue, Guid> Issue = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project, CancellationToken cancel) => db.Set<TrackingIssue>().SingleOrDefault(issue => issue.ProjectId == project)));

    public async Task ReactAsync(PortalDbContext db, IReadOnlyList<LedgerEntry> entries, CancellationToken cancel)
    {
        foreach (var chain in entries.Where(entry => entry.Chain != PortalLedger.PortalChain).GroupBy(entry => entry.Chain))
        {
            await BringUpToDateAsync(db, Guid.ParseExact(chain.Key, "N"), [.. chain], cancel);
        }

        if (entries.Any(entry => entry.Chain == PortalLedger.PortalChain && ChangesAll.Contains(entry.Kind)))
        {
            db.ProgressSweeps.Add(ProgressSweep.AskedAt(time.UtcNow()));
        }
    }

    /// <summary>Inside the save, so that nothing can happen to the project between the reading and the commit.</summary>
    public async Task BeforeWriteAsync(PortalDbContext db, CancellationToken cancel)
    {
        var refreshed = db.ChangeTracker.Entries<ProjectProgress>().Select(tracked => tracked.Entity).Where(progress => progress.IsBeingRefreshed).ToList();
        await ChainHold.TakeAsync(db, refreshed.Select(progress => PortalLedger.ChainOf(progress.ProjectId)), cancel);
        foreach (var progress in refreshed)
        {
            progress.IsBeingRefreshed = false;
            await BringUpToDateAsync(db, progress.ProjectId, [], cancel);
        }
    }

    private async Task BringUpToDateAsync(PortalDbContext db, Guid projectId, List<LedgerEntry> entries, CancellationToken cancel)
    {
        var facts = await reader.ReadAsync(db, projectId, cancel)
            ?? throw new InvalidOperationException($"The chain {PortalLedger.ChainOf(projectId)} belongs to no project.");
        var now = time.UtcNow();
        var journey = Journey.Of(facts, now);
        var progress = await Progress.FindAsync(db, projectId, cancel);
        if (progress is null)
        {
            progress = ProjectProgress.Of(projectId);
            db.ProjectProgress.Add(progress);
        }

        var counted = progress.CommitmentCounts;
        progress.Apply(facts, journey, now);
        if (progress.CommitmentCounts != counted)
        {
            await clock.FollowAsync(db, projectId, !counted, now, cancel);
        }

        await PromiseIssueAsync(db, facts, journey, entries, now, cancel);
    }

    private async Task PromiseIssueAsync(
        PortalDbContext db, ProjectFacts facts, Journey journey, List<LedgerEntry> entries, DateTime now, CancellationToken cancel)
    {
        var issue = await Issue.FindAsync(db, facts.ProjectId, cancel);
        if (issue is { IsGone: true } || (issue is null && (facts.Telemetry.Accepted is null || facts.Commitment.Accepted is null)))
        {
            return;
        }

        if (issue is null)
        {
            issue = TrackingIssue.Promise(facts.ProjectId, now);
            db.TrackingIssues.Add(issue);
        }

        var key = TrackingIssue.OrderKeyOf(facts.ProjectId);
        if (issue.PromiseText(TrackingIssueBody.Sha256Of(TrackingIssueBody.Part(facts, journey, address))))
        {
            var title = issue.Number is null ? "Public tracking issue" : $"Check list of issue #{issue.Number}";
            db.EnqueueCoalesced(new MessageDraft(TrackingIssue.SyncMessage, facts.ProjectId, facts.ProjectId, title) { OrderKey = key }, now);
        }

        // What happened before the issue existed is told by its first body.
        foreach (var entry in entries.Where(entry => issue.Number is not null && Commented.Contains(entry.Kind)))
        {
            db.Enqueue(new MessageDraft(TrackingIssue.CommentMessage, facts.ProjectId, entry.Id, $"Comment on issue #{issue.Number}") { OrderKey = key }, now);
        }
    }
}
