using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Onboarding;

/// <summary>
/// After whatever happened to a project, in the same commit: its progress row is made new and, where the public issue would
/// read differently, the change of it is promised.
/// </summary>
internal sealed class KeepInStep(ProjectFactsReader reader, PortalAddress address, TimeProvider time) : ILedgerReaction
{
    // Told in a comment; everything else shows in the check list alone.
    private static readonly HashSet<string> Commented =
    [
        InvitationEvents.Requested, InvitationEvents.Withdrawn, InvitationEvents.Approved, InvitationEvents.ChangesAsked, InvitationEvents.Declined,
    ];

    public async Task ReactAsync(PortalDbContext db, IReadOnlyList<LedgerEntry> entries, CancellationToken cancel)
    {
        foreach (var chain in entries.Where(entry => entry.Chain != PortalLedger.PortalChain).GroupBy(entry => entry.Chain))
        {
            var facts = await reader.ReadAsync(db, Guid.ParseExact(chain.Key, "N"), cancel)
                ?? throw new InvalidOperationException($"The chain {chain.Key} belongs to no project.");
            var journey = Journey.Of(facts, time.UtcNow());
            await UpdateProgressAsync(db, facts, journey, cancel);
            await PromiseIssueAsync(db, facts, journey, [.. chain], cancel);
        }
    }

    private static async Task UpdateProgressAsync(PortalDbContext db, ProjectFacts facts, Journey journey, CancellationToken cancel)
    {
        var progress = await db.ProjectProgress.FindAsync([facts.ProjectId], cancel);
        if (progress is null)
        {
            progress = ProjectProgress.Of(facts.ProjectId);
            db.ProjectProgress.Add(progress);
        }

        progress.Apply(journey);
    }

    private async Task PromiseIssueAsync(PortalDbContext db, ProjectFacts facts, Journey journey, List<LedgerEntry> entries, CancellationToken cancel)
    {
        var issue = await db.TrackingIssues.FindAsync([facts.ProjectId], cancel);
        if (issue is null && (facts.Telemetry.Accepted is null || facts.Commitment.Accepted is null))
        {
            return;
        }

        var now = time.UtcNow();
        if (issue is null)
        {
            issue = TrackingIssue.Promise(facts.ProjectId, now);
            db.TrackingIssues.Add(issue);
        }

        var key = TrackingIssue.OrderKeyOf(facts.ProjectId);
        if (issue.PromiseText(TrackingIssueBody.Sha256Of(TrackingIssueBody.Part(facts, journey, address))))
        {
            var title = issue.Number is null ? "Public tracking issue" : $"Check list of issue #{issue.Number}";
            await db.EnqueueCoalescedAsync(new MessageDraft(TrackingIssue.SyncMessage, facts.ProjectId, facts.ProjectId, title) { OrderKey = key }, now, cancel);
        }

        // What happened before the issue existed is told by its first body.
        foreach (var entry in entries.Where(entry => issue.Number is not null && Commented.Contains(entry.Kind)))
        {
            db.Enqueue(new MessageDraft(TrackingIssue.CommentMessage, facts.ProjectId, entry.Id, $"Comment on issue #{issue.Number}") { OrderKey = key }, now);
        }
    }
}
