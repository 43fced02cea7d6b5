using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>Tells of a ledger entry in a comment on the project's issue.</summary>
internal sealed class TrackingIssueCommentHandler(PortalDbContext db, IGitHubIssues issues, GoneIssues gone, GitHubFailures failures) : IMessageHandler
{
    public string Kind => TrackingIssue.CommentMessage;

    public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) =>
        failures.GuardAsync(message, () => CommentAsync(message, cancel), cancel);

    /// <summary>Hidden in the comment, so that a try whose answer was lost is found again.</summary>
    internal static string MarkerOf(Guid messageId) => $"<!-- operate-first-portal:message:{messageId:N} -->";

    private async Task<Delivery> CommentAsync(OutboxMessage message, CancellationToken cancel)
    {
        var entry = await db.LedgerEntries.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == message.SubjectId, cancel);
        if (entry is null)
        {
            return new Delivery.Refused("The ledger has no such entry.");
        }

        var issue = await db.TrackingIssues.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.ProjectId == message.ProjectId, cancel);
        if (issue?.Number is not { } number)
        {
            return new Delivery.Again("The tracking issue is not open yet.");
        }

        if (issue.IsGone)
        {
            return GoneIssues.NothingWritten(issue);
        }

        var look = await issues.LookAsync(number, cancel);
        return look is IssueLook.Found { Issue: var found } && issue.Is(found.Url, found.Body)
            ? await WriteAsync(message, entry, number, cancel)
            : await gone.AnswerAsync(issue, look, cancel);
    }

    private async Task<Delivery> WriteAsync(OutboxMessage message, LedgerEntry entry, int number, CancellationToken cancel)
    {
        var marker = MarkerOf(message.Id);
        var earlier = message.HasEarlierTry
            ? await issues.FindCommentAsync(number, marker, message.EnqueuedAtUtc - TrackingIssueSyncHandler.ClockSlack, cancel)
            : null;
        if (earlier is not null)
        {
            return new Delivery.Done($"Issue #{number} says it already", earlier.Url);
        }

        var comment = await issues.CommentAsync(number, $"{marker}\n{InertMarkdown.Inline(HistoryLine.Of(entry).Sentence)}\n", cancel);
        return new Delivery.Done($"Comment written on issue #{number}", comment.Url);
    }
}
