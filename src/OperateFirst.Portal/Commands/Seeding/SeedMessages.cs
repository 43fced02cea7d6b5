using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.GitHub;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Commands.Seeding;

/// <summary>
/// Says of each message that a deed promised how it fared, without sending anything. Only where deliveries go into the folder are some left under
/// way; the issues are written there, so that later changes find them.
/// </summary>
internal sealed class SeedMessages(
    PortalDbContext db, PortalLedger ledger, ProjectFactsReader reader, IGitHubIssues issues, IOptions<DeliveriesOptions> options, PortalAddress address, SeedClock clock)
{
    private const int TroubleDays = 30;

    private static readonly string[] Refused =
    [
        "The mail server refused the recipient: correct the address. It says: 550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table",
        "The mail server refused the e-mail. It says: 552 5.2.2 The mailbox is full: the recipient has used up the storage that was given to them. Ask them to delete old messages, then send this again.",
    ];

    private static readonly string[] Later =
    [
        "The mail server asks to try later. It says: 451 4.7.1 Greylisting in action, please come back in 300 seconds",
        "The mail server did not answer in time.",
    ];

    private const string NoToken = "GitHub does not let the token do this: give the user of GitHub:Token the right to write issues in the repository, then send this again. GitHub says: Resource not accessible by personal access token";
    private const string NotOpened = "Made by the seed, which opens no issue on GitHub.";
    private const string GitHubBusy = "GitHub asks for a pause.";

    private bool issueReadsOtherwise;

    private bool IssuesAreFiles => !options.Value.IssuesGoToGitHub;

    private bool MayStayUnderWay => IssuesAreFiles && !options.Value.MailGoesToSmtp;

    /// <param name="isLast">True after the last deed of the plan.</param>
    public async Task SettleAsync(SeedPlan plan, bool isLast, DateTime realNow, CancellationToken cancel)
    {
        var waiting = db.ChangeTracker.Entries<OutboxMessage>().Select(tracked => tracked.Entity)
            .Where(message => message.State == OutboxState.Queued && message.Attempts == 0).OrderBy(message => message.Id).ToList();
        foreach (var message in waiting)
        {
            var isIssue = message.Kind == TrackingIssue.SyncMessage;
            var done = clock.UtcNow().AddSeconds(plan.Chance.Next(2, 40));
            if (isIssue && !IssuesAreFiles)
            {
                Fail(message, NotOpened, 1, done);
            }
            else if (!KeepUnderWay(plan, message, isLast, realNow))
            {
                await EndAsync(plan, message, isLast, done, realNow, cancel);
            }
        }
    }

    /// <summary>The issue's file as the project stands at the end.</summary>
    public async Task WriteIssueAsync(Guid projectId, CancellationToken cancel)
    {
        if (issueReadsOtherwise && IssuesAreFiles && await db.TrackingIssues.FindAsync([projectId], cancel) is { Number: { } number } && await PartAsync(projectId, cancel) is var (facts, part))
        {
            await issues.UpdateAsync(number, TrackingIssueBody.Whole(part, projectId), facts.ClosedAtUtc is not null, cancel);
        }
    }

    private static bool IsIssue(OutboxMessage message) => message.Kind.StartsWith("github.", StringComparison.Ordinal);

    private bool KeepUnderWay(SeedPlan plan, OutboxMessage message, bool isLast, DateTime realNow)
    {
        if (!isLast || !plan.IsFresh || !MayStayUnderWay)
        {
            return false;
        }

        if (message.Recipient.Length > 0 && plan.Chance.Next(2) == 0)
        {
            Try(message, plan.Chance.Next(2, 6));
            message.TryAgain(Later[plan.Chance.Next(Later.Length)], realNow.AddMinutes(plan.Chance.Next(4, 90)));
        }
        else if (IsIssue(message) && plan.Chance.Next(3) == 0)
        {
            Try(message, 1);
            message.TryAgain(GitHubBusy, realNow.AddMinutes(plan.Chance.Next(1, 30)));
        }

        return true;
    }

    private async Task EndAsync(SeedPlan plan, OutboxMessage message, bool isLast, DateTime done, DateTime realNow, CancellationToken cancel)
    {
        var trouble = realNow - done < TimeSpan.FromDays(TroubleDays) && ((isLast && plan.HasTrouble) || plan.Chance.Next(400) == 0);
        if (trouble && message.Kind != TrackingIssue.SyncMessage)
        {
            var (error, tries) = IsIssue(message) ? (NoToken, 1) : plan.Chance.Next(3) == 0
                ? ($"Gave up after {RetrySchedule.MaxAttempts} tries. The last one: {Later[1]}", RetrySchedule.MaxAttempts)
                : (Refused[plan.Chance.Next(Refused.Length)], 1);
            Fail(message, error, tries, done);
            return;
        }

        Try(message, plan.Chance.Next(30) == 0 ? plan.Chance.Next(2, 5) : 1);
        var (result, url) = await ResultAsync(message, cancel);
        message.Finish(result, url, done);
    }

    private async Task<(string Result, string Url)> ResultAsync(OutboxMessage message, CancellationToken cancel)
    {
        if (!IsIssue(message) || message.ProjectId is not { } project || await db.TrackingIssues.FindAsync([project], cancel) is not { } issue)
        {
            return ("Accepted by the mail server", "");
        }

        if (issue.Number is { } number)
        {
            var isComment = message.Kind == TrackingIssue.CommentMessage;
            issueReadsOtherwise |= !isComment;
            return (string.Create(CultureInfo.InvariantCulture, $"{(isComment ? "Comment written on" : "Check list of")} issue #{number}{(isComment ? "" : " brought up to date")}"), issue.Url);
        }

        var (facts, part) = await PartAsync(project, cancel);
        var opened = await issues.CreateAsync(TrackingIssueBody.TitleOf(facts), TrackingIssueBody.Whole(part, project), cancel);
        issue.BeginOpening(clock.UtcNow());
        issue.Opened(opened.Number, opened.Url, clock.UtcNow());
        ledger.Record(project, TrackingIssue.OpenedKind, null, new JsonObject { ["number"] = opened.Number, ["url"] = opened.Url });
        return ($"Issue #{opened.Number} opened", opened.Url);
    }

    private async Task<(ProjectFacts Facts, string Part)> PartAsync(Guid projectId, CancellationToken cancel)
    {
        var facts = await reader.ReadAsync(db, projectId, cancel) ?? throw new InvalidOperationException("The project was just made.");
        return (facts, TrackingIssueBody.Part(facts, Journey.Of(facts, clock.UtcNow()), address));
    }

    private static void Fail(OutboxMessage message, string error, int tries, DateTime at)
    {
        Try(message, tries);
        message.Park(error, at);
    }

    private static void Try(OutboxMessage message, int times)
    {
        for (var i = 0; i < times; i++)
        {
            message.BeginTry();
        }
    }
}
