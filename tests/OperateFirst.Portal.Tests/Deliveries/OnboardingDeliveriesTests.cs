using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>A lead walks the forms; the real clients tell a GitHub and a mail server.</summary>
public sealed partial class OnboardingDeliveriesTests
{
    private const string Slug = "sigstore-aas";
    private const string Bill = "bburns@redhat.com";
    private const string Lars = "lars@redhat.com";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_issue_is_opened_and_its_body_follows_the_steps()
    {
        await using var outside = await Outside.StartAsync();
        await using var portal = new InProcessPortal(outside.SettingsOf());
        using var lead = new Lead(portal.Visit(), Slug);
        await lead.RegisterAsync(description: "Signs software. Ask lead@example.org.");
        await lead.AcceptAsync("telemetry");
        await DispatchAllAsync(portal);
        Assert.Empty(await outside.GitHub.IssuesAsync(Cancellation));

        await lead.AcceptAsync("commitment");
        await DispatchAllAsync(portal);
        var opened = Assert.Single(await outside.GitHub.IssuesAsync(Cancellation));
        Assert.Equal(($"Onboarding: {Slug}", "open", GitHubEmulator.Bot), (opened.Title, opened.State, opened.User.Login));
        Assert.Equal("onboarding", Assert.Single(opened.Labels).Name);
        Assert.Equal([1, 3, 4], Ticked(opened));
        Assert.Contains($"Issue #{opened.Number} opened", await lead.DeliveriesAsync(), StringComparison.Ordinal);

        await outside.GitHub.ChangeIssueAsync(
            opened.Number, new { body = $"Above: @{GitHubEmulator.Operator} looks.\n\n{opened.Body}\nBelow: see #1." }, GitHubEmulator.SecondLeadToken, Cancellation);
        await lead.ReadGuideAsync();
        await AskForAllAsync(lead);
        await DispatchAllAsync(portal);

        var kept = Assert.Single(await outside.GitHub.IssuesAsync(Cancellation));
        Assert.Equal(opened.Number, kept.Number);
        Assert.Equal([1, 2, 3, 4], Ticked(kept));
        Assert.Matches(CoordinationWaits(), kept.Body);
        Assert.StartsWith($"Above: @{GitHubEmulator.Operator} looks.\n\n", kept.Body, StringComparison.Ordinal);
        Assert.EndsWith("\nBelow: see #1.", kept.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_tell_of_requests_alone_and_nothing_public_has_an_address()
    {
        await using var outside = await Outside.StartAsync();
        await using var portal = new InProcessPortal(outside.SettingsOf());
        using var lead = new Lead(portal.Visit(), Slug);
        await lead.RegisterAsync(name: "sigstore (lead@example.org)", description: "Signs software. Ask lead@example.org.");
        await lead.AcceptBothAsync();
        await DispatchAllAsync(portal);
        var number = Assert.Single(await outside.GitHub.IssuesAsync(Cancellation)).Number;
        await lead.ReadGuideAsync();
        await DispatchAllAsync(portal);
        Assert.Empty(await outside.GitHub.CommentsAsync(number, Cancellation));

        await AskForAllAsync(lead);
        await DispatchAllAsync(portal);

        var issue = Assert.Single(await outside.GitHub.IssuesAsync(Cancellation));
        var comments = await outside.GitHub.CommentsAsync(number, Cancellation);
        Assert.Equal(3, comments.Count);
        Assert.All(comments, comment => Assert.Equal(GitHubEmulator.Bot, comment.User.Login));
        Assert.All([issue.Title, issue.Body ?? "", .. comments.Select(comment => comment.Body)], text => Assert.DoesNotMatch(AnyAddress(), text));
        Assert.Contains("sigstore (", issue.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_answer_and_one_taken_back_is_a_comment_without_addresses()
    {
        await using var outside = await Outside.StartAsync();
        await using var portal = new InProcessPortal(outside.SettingsOf());
        using var lead = new Lead(portal.Visit(), Slug);
        await lead.RegisterAsync();
        await lead.AcceptBothAsync();
        await lead.AskAsync("coordination", "Bill Burns");
        await DispatchAllAsync(portal);
        var number = Assert.Single(await outside.GitHub.IssuesAsync(Cancellation)).Number;
        using var bill = portal.Visit();
        var request = await portal.ReadAsync(db => db.InvitationRequests.Select(asked => asked.Id).SingleAsync(Cancellation));
        await bill.OpenAsync($"/sign-in?returnUrl=%2Freview%2F{request}");
        await bill.PressAsync("Sign in as bburns");

        await bill.PressAsync("Decline", ("Input.Reason", "Please ask ada@example.org first."));
        await DispatchAllAsync(portal);
        await bill.OpenAsync($"/review/{request}");
        await bill.PressAsync("Take this answer back");
        await DispatchAllAsync(portal);
        await bill.OpenAsync($"/review/{request}");
        await bill.PressAsync("Approve");
        await DispatchAllAsync(portal);

        var comments = (await outside.GitHub.CommentsAsync(number, Cancellation)).Select(comment => comment.Body).ToList();
        Assert.Collection(
            comments,
            declined => Assert.Contains("declined the request (Project Coordination meeting): Please ask [e-mail address] first.", declined, StringComparison.Ordinal),
            undone => Assert.Contains("took the answer to the request back", undone, StringComparison.Ordinal),
            approved => Assert.Contains("Bill Burns approved the request: Project Coordination meeting.", approved, StringComparison.Ordinal));
        Assert.All(comments, comment => Assert.DoesNotMatch(AnyAddress(), comment));
    }

    [Fact]
    public async Task Each_recipient_gets_one_mail_of_both_parts()
    {
        await using var outside = await Outside.StartAsync();
        await using var portal = new InProcessPortal(outside.SettingsOf());
        using var lead = new Lead(portal.Visit(), Slug);
        await lead.RegisterAsync();
        await lead.AcceptBothAsync();
        await AskForAllAsync(lead);
        await DispatchAllAsync(portal);
        Assert.Equal(0, await portal.DispatchAsync());

        var mails = outside.Mail.Received;
        string[] expected = [Bill, Lars, Lars, .. Enumerable.Repeat(Hosting.Lead.Email, 5)];
        Assert.Equal(expected, mails.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(mails, mail =>
        {
            Assert.Equal(mail.To, Assert.Single(mail.Message.To.Mailboxes).Address);
            Assert.Empty(mail.Message.Cc);
            Assert.False(string.IsNullOrWhiteSpace(mail.Message.TextBody));
            Assert.Contains("<html", mail.Message.HtmlBody, StringComparison.OrdinalIgnoreCase);
        });
        var promised = (await portal.MessagesAsync()).Where(message => message.Recipient.Length > 0).Select(message => $"{message.Id:N}@localhost");
        Assert.Equal(promised.Order(StringComparer.Ordinal), mails.Select(mail => mail.Message.MessageId).Order(StringComparer.Ordinal));
        ExpectWhatACoordinatorNeeds(mails.Single(mail => mail.To == Bill).Message);
    }

    [Fact]
    public async Task A_mail_sent_again_is_the_same_mail()
    {
        await using var outside = await Outside.StartAsync();
        await using var portal = new InProcessPortal(outside.SettingsOf());
        using var lead = new Lead(portal.Visit(), Slug);
        await lead.RegisterAsync();
        await lead.AcceptAsync("telemetry");
        await outside.Mail.DropAfterDataAsync(1, keep: true);

        await portal.DispatchAsync();
        Assert.Contains("Next try", await lead.DeliveriesAsync(), StringComparison.Ordinal);
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        await portal.DispatchAsync();

        var mails = outside.Mail.Received;
        Assert.Equal(2, mails.Count);
        Assert.Equal(mails[0].Message.ToString(), mails[1].Message.ToString());
        Assert.Contains("Accepted by the mail server", await lead.DeliveriesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_not_on_the_list_is_not_mailed_and_the_lead_sees_it()
    {
        await using var outside = await Outside.StartAsync();
        var settings = outside.SettingsOf();
        settings["Smtp:AllowedRecipients:1"] = Lars;
        await using var portal = new InProcessPortal(settings);
        using var lead = new Lead(portal.Visit(), Slug);
        await lead.RegisterAsync();
        await lead.AskAsync("coordination", "Bill Burns");

        await DispatchAllAsync(portal);

        var parked = Assert.Single(await portal.MessagesAsync(), message => message.State == OutboxState.Parked);
        Assert.Equal(Bill, parked.Recipient);
        Assert.Contains("Smtp:AllowedRecipients", parked.LastError, StringComparison.Ordinal);
        Assert.Equal(1, parked.Attempts);
        Assert.Equal([Hosting.Lead.Email], outside.Mail.Received.Select(mail => mail.To));
        var shown = await lead.DeliveriesAsync();
        Assert.Contains("Invite request to Bill Burns", shown, StringComparison.Ordinal);
        Assert.Contains("Gave up", shown, StringComparison.Ordinal);
        Assert.Contains("could not be delivered", shown, StringComparison.Ordinal);
    }

    private static void ExpectWhatACoordinatorNeeds(MimeMessage mail)
    {
        Assert.Equal(Hosting.Lead.Email, Assert.Single(mail.ReplyTo.Mailboxes).Address);
        Assert.All([mail.TextBody, mail.HtmlBody], part =>
        {
            Assert.Contains(Slug, part, StringComparison.Ordinal);
            Assert.Contains("Ada Lovelace", part, StringComparison.Ordinal);
            Assert.Contains("ada@example.org", part, StringComparison.Ordinal);
            Assert.Matches(ReviewLink(), part);
        });
    }

    private static async Task AskForAllAsync(Lead lead)
    {
        await lead.AskAsync("chat-room", "Lars Kellogg-Stedman");
        await lead.AskAsync("coordination", "Bill Burns");
        await lead.AskAsync("sprint-planning", "Lars Kellogg-Stedman");
    }

    private static async Task DispatchAllAsync(InProcessPortal portal)
    {
        while (await portal.DispatchAsync() > 0)
        {
        }
    }

    private static IEnumerable<int> Ticked(GitHubIssue issue)
    {
        var body = issue.Body ?? "";
        Assert.Equal(8, Box().Count(body));
        Assert.Equal(1, body.Split(TrackingIssueBody.Begin).Length - 1);
        return Box().Matches(body).Where(box => box.Groups[1].Value == "x").Select(box => box.Groups[2].Value[0] - '0');
    }

    [GeneratedRegex(@"^- \[([ x])\] (\d)\. ", RegexOptions.Multiline)]
    private static partial Regex Box();

    [GeneratedRegex(@"^- \[ \] 6\. .*: waiting for Bill Burns since ", RegexOptions.Multiline)]
    private static partial Regex CoordinationWaits();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.\w")]
    private static partial Regex AnyAddress();

    [GeneratedRegex("http://localhost:5080/review/[0-9a-f]{32}")]
    private static partial Regex ReviewLink();
}
