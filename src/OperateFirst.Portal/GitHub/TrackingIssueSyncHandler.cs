using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>Opens a project's issue, once, and from then on keeps the portal's part of it as the journey stands.</summary>
internal sealed class TrackingIssueSyncHandler(
    PortalDbContext db, ProjectFactsReader reader, PortalLedger ledger, IGitHubIssues issues, GoneIssues gone, GitHubFailures failures, PortalAddress address,
    TimeProvider time) : IMessageHandler
{
    /// <summary>How far GitHub's clock may be behind ours before a look-up misses an issue.</summary>
    internal static readonly TimeSpan ClockSlack = TimeSpan.FromHours(1);

    public string Kind => TrackingIssue.SyncMessage;

    public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) =>
        failures.GuardAsync(message, () => SyncAsync(message, cancel), cancel);

    private async Task<Delivery> SyncAsync(OutboxMessage message, CancellationToken cancel)
    {
        var row = await db.TrackingIssues.SingleOrDefaultAsync(candidate => candidate.ProjectId == message.SubjectId, cancel);
        if (row is null || await reader.ReadAsync(db, message.SubjectId, cancel) is not { } facts)
        {
            return new Delivery.Refused("No tracking issue was promised for this project.");
        }

        if (row.IsGone)
        {
            return GoneIssues.NothingWritten(row);
        }

        var part = TrackingIssueBody.Part(facts, Journey.Of(facts, time.UtcNow()), address);
        if (row.Number is not { } number)
        {
            return await OpenAsync(row, facts, part, cancel);
        }

        var look = await issues.LookAsync(number, cancel);
        return look is IssueLook.Found { Issue: var found } && row.Is(found.Url, found.Body)
            ? await UpdateAsync(row, found, facts, part, cancel)
            : await gone.AnswerAsync(row, look, cancel);
    }

    private async Task<Delivery> OpenAsync(TrackingIssue row, ProjectFacts facts, string part, CancellationToken cancel)
    {
        var found = await FindEarlierTryAsync(row, facts, cancel);
        var issue = found ?? await issues.CreateAsync(TrackingIssueBody.TitleOf(facts), TrackingIssueBody.Whole(part, row.ProjectId), cancel);
        row.Opened(issue.Number, issue.Url, time.UtcNow());
        ledger.Record(row.ProjectId, TrackingIssue.OpenedKind, null, new JsonObject { ["number"] = issue.Number, ["url"] = issue.Url });

        // It is open, whatever is stopping: the row has to say so, else the next try has to find it again.
        await db.SaveChangesAsync(CancellationToken.None);
        if (found is not null || facts.ClosedAtUtc is not null)
        {
            await UpdateAsync(row, issue, facts, part, cancel);
        }

        return new Delivery.Done($"Issue #{issue.Number} opened", issue.Url);
    }

    // What is committed before the POST tells the next try, in whatever process, that this one may have landed.
    private async Task<TrackedIssue?> FindEarlierTryAsync(TrackingIssue row, ProjectFacts facts, CancellationToken cancel)
    {
        // Opened after the backup that was restored, it is open and not in here.
        var isRestored = await db.GitHubSweeps.AnyAsync(sweep => sweep.Id == GitHubSweep.TheOne && sweep.RestoredAtUtc >= facts.RegisteredAtUtc, cancel);
        var since = isRestored ? facts.RegisteredAtUtc : row.OpeningBegunAtUtc;
        if (row.OpeningBegunAtUtc is null)
        {
            row.BeginOpening(time.UtcNow());
            await db.SaveChangesAsync(cancel);
        }

        return since is { } begun ? await issues.FindAsync(TrackingIssueBody.MarkerOf(row.ProjectId), begun - ClockSlack, cancel) : null;
    }

    // Never reopened, and closed once: who closed or reopened it by hand had a reason.
    private async Task<Delivery> UpdateAsync(TrackingIssue row, TrackedIssue issue, ProjectFacts facts, string part, CancellationToken cancel)
    {
        var body = TrackingIssueBody.Replace(issue.Body, part);
        if (facts.ClosedAtUtc is not null && row.ClosedByPortalAtUtc is null && !issue.IsOpen)
        {
            // By hand, or by a try whose answer was lost: it counts as closed once, so that a later reopening is left alone.
            row.CloseByPortal(time.UtcNow());
            await db.SaveChangesAsync(cancel);
        }

        var close = facts.ClosedAtUtc is not null && row.ClosedByPortalAtUtc is null && issue.IsOpen;
        if (body == issue.Body && !close)
        {
            return new Delivery.Done($"Issue #{issue.Number} says it already", issue.Url);
        }

        await issues.UpdateAsync(issue.Number, body, close, cancel);
        if (close)
        {
            row.CloseByPortal(time.UtcNow());
            await db.SaveChangesAsync(CancellationToken.None);
        }

        return new Delivery.Done(
            close ? $"Issue #{issue.Number} closed with the project" : $"Check list of issue #{issue.Number} brought up to date", issue.Url);
    }
}
