using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Onboarding;

/// <summary>What was done on GitHub to a tracking issue by hand: ledger kinds, on the project's chain.</summary>
public static class IssueEvents
{
    public const string Closed = "tracking-issue.closed";
    public const string Reopened = "tracking-issue.reopened";
    public const string Deleted = "tracking-issue.deleted";
    public const string Transferred = "tracking-issue.transferred";
    public const string FoundAgain = "tracking-issue.found-again";

    /// <summary>Message kind; its subject is the ledger entry that tells of it.</summary>
    public const string ChangedMail = "mail.tracking-issue-changed.v1";

    /// <summary>The ledger kind of an issue that came to be so by hand.</summary>
    public static string KindOf(IssueState state) => state switch
    {
        IssueState.Open => Reopened,
        IssueState.Closed => Closed,
        IssueState.Deleted => Deleted,
        IssueState.Transferred => Transferred,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}

/// <summary>An issue as GitHub tells of it, by whichever way it was learnt.</summary>
/// <param name="AtUtc">By GitHub's clock.</param>
public sealed record IssueSeen(int Number, IssueState State, DateTime AtUtc)
{
    /// <summary>GitHub login of who did it; empty where GitHub does not say.</summary>
    public string By { get; init; } = "";

    /// <summary>True where the portal's own user did it.</summary>
    public bool ByPortal { get; init; }

    /// <summary>True where the news is that somebody edited it.</summary>
    public bool IsEdit { get; init; }

    /// <summary>Markdown; null where it was not told.</summary>
    public string? Body { get; init; }

    public string MovedToUrl { get; init; } = "";

    /// <summary>Where people see it; null where it was not told.</summary>
    public string? Url { get; init; }

    /// <returns>The one of the portal's issues with its number that it is; null for none, or where that is not certain.</returns>
    public TrackingIssue? Among(IEnumerable<TrackingIssue> issues) =>
        issues.Where(issue => issue.Number == Number && issue.Is(Url, Body)).Take(2).ToList() is [var one] ? one : null;
}

/// <summary>
/// Takes over what GitHub says of a tracking issue. Webhook, sweep and sync all come here, so a change that two of them see has one effect.
/// What was closed, deleted or moved by hand is told to the operators and left as it is.
/// </summary>
public sealed class NoteIssue(PortalDbContext db, PortalLedger ledger, IOptionsMonitor<RolesOptions> roles, TimeProvider time)
{
    // Of a GitHub that says nothing of who did it.
    private const string Unknown = "Somebody";

    /// <summary>Also saves what the caller has pending, in the same commit.</summary>
    public async Task RunAsync(IssueSeen seen, CancellationToken cancel)
    {
        if (seen.Among(await db.TrackingIssues.Where(candidate => candidate.Number == seen.Number).ToListAsync(cancel)) is { } issue)
        {
            await NoteAsync(issue, seen, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    private async Task NoteAsync(TrackingIssue issue, IssueSeen seen, CancellationToken cancel)
    {
        var project = await db.Projects.AsNoTracking().Where(candidate => candidate.Id == issue.ProjectId)
            .Select(candidate => new { candidate.Slug, IsClosed = candidate.ClosedAtUtc != null }).SingleAsync(cancel);
        var now = time.UtcNow();
        var wasDeleted = issue.State == IssueState.Deleted;
        if (issue.Note(seen, project.IsClosed))
        {
            var entry = Record(issue, seen, wasDeleted && issue.State == IssueState.Open ? IssueEvents.FoundAgain : IssueEvents.KindOf(seen.State), project.Slug);
            if (seen.State != IssueState.Open)
            {
                await TellOperatorsAsync(issue, seen.State, entry.Id, now, cancel);
            }
        }

        // While it seemed to be gone, nothing was promised.
        if (!issue.IsGone && (wasDeleted || issue.HasForeignPart(seen)))
        {
            await PromiseSyncAsync(issue, now, cancel);
        }
    }

    private async Task PromiseSyncAsync(TrackingIssue issue, DateTime now, CancellationToken cancel)
    {
        var key = TrackingIssue.OrderKeyOf(issue.ProjectId);

        // One that waits for an operator brings the newest state too: no second one beside it with each sweep.
        if (!await db.OutboxMessages.AnyAsync(message => message.OrderKey == key && message.State == OutboxState.Parked && message.Kind == TrackingIssue.SyncMessage, cancel))
        {
            db.EnqueueCoalesced(
                new MessageDraft(TrackingIssue.SyncMessage, issue.ProjectId, issue.ProjectId, $"Check list of issue #{issue.Number}") { OrderKey = key }, now);
        }
    }

    private LedgerEntry Record(TrackingIssue issue, IssueSeen seen, string kind, string slug)
    {
        var body = new JsonObject
        {
            ["by"] = seen.By.Length > 0 ? seen.By : Unknown,
            ["project"] = slug,
            ["number"] = issue.Number,
            ["url"] = issue.Url,
        };
        if (seen.State == IssueState.Transferred)
        {
            body["to"] = seen.MovedToUrl;
        }

        // No account acts: a GitHub login says nothing of who has signed in here.
        return ledger.Record(issue.ProjectId, kind, null, body);
    }

    private async Task TellOperatorsAsync(TrackingIssue issue, IssueState state, Guid entryId, DateTime now, CancellationToken cancel)
    {
        var what = state switch { IssueState.Closed => "closed", IssueState.Deleted => "deleted", _ => "moved" };
        foreach (var person in await db.OperatorsAsync(roles.CurrentValue, cancel))
        {
            db.Enqueue(
                new MessageDraft(IssueEvents.ChangedMail, issue.ProjectId, entryId, $"Notice to {person.PublicName}: issue #{issue.Number} was {what} on GitHub")
                {
                    Recipient = person.Email,
                    RecipientName = person.PublicName,
                },
                now);
        }
    }
}
