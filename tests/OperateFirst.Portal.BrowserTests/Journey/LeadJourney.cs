using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MimeKit;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.TestSupport;
using OperateFirst.Portal.TestSupport.Browser;
using static Microsoft.Playwright.Assertions;

namespace OperateFirst.Portal.BrowserTests.Journey;

/// <summary>The main job: a project lead brings sigstore-aas from signing in to the cluster, and the issue and the e-mails follow by themselves.</summary>
public sealed partial class LeadJourney(Chromium chromium) : BrowserTest(chromium)
{
    private const string Lead = "lead@example.org";
    private const string Bill = "bburns@redhat.com";
    private const string Lars = "lars@redhat.com";

    private PortalHost? host;

    [Theory]
    [InlineData(true, Traits = ["Database", "Both"])]
    [InlineData(false)]
    public async Task A_lead_walks_sigstore_aas_from_sign_in_to_step_8(bool scripts)
    {
        host = new PortalHost();
        var walk = new LeadWalk(await OpenAsync(host.Address, new Look(JavaScript: scripts)));

        await walk.SignInAsync("cooktheryan");
        await walk.ChooseToRegisterAsync();
        await walk.RegisterAsync(scripts);
        await walk.StatesAsync("Done", "Your turn", "Open to you", "Open to you", "Open to you", "Open to you", "Blocked by step 4", "Blocked by steps 3 and 4");
        await walk.BallAsync(2, "You, since");
        await walk.BallAsync(8, "You, with steps 3 and 4");

        await walk.ReadGuideAsync();
        await walk.NextAsync("Telemetry agreement", "Read and accept");
        await walk.TakeNextAsync();
        Assert.Matches(Sha256(), await walk.AcceptAsync("Telemetry agreement"));
        await walk.FollowAsync("Continue to step 4");
        host.Mail.Close();
        Assert.Matches(Sha256(), await walk.AcceptAsync("Commitment agreement"));
        await walk.FollowAsync("Back to the project");
        await SeeDeliveryChangeAsync(walk, host, "Receipt to cooktheryan: commitment agreement, version 1", scripts);
        await walk.StatesAsync("Done", "Done", "Done", "Done", "Your turn", "Open to you", "Open to you", "Open to you");

        await walk.NextAsync("Join the conversation", "Join the chat room, the lists and the dashboard");
        await walk.TakeNextAsync();
        await walk.JoinConversationAsync();
        await walk.BallAsync(5, "Lars Kellogg-Stedman, since");
        await walk.NextAsync("Project Coordination meeting invite", "Ask Bill Burns for the invite");
        await walk.TakeNextAsync();
        await walk.AskForCoordinationAsync();
        await walk.BallAsync(6, "Bill Burns, since");
        await walk.NextAsync("Sprint planning meeting invite", "Ask Lars Kellogg-Stedman for the invite");
        await walk.TakeNextAsync();
        await walk.ClickAsync("Send request to Lars Kellogg-Stedman");
        await walk.NoticeAsync("Lars has your request");
        await walk.NextAsync("Cluster access", "Get access to the cluster");
        await walk.TakeNextAsync();
        await Expect(walk.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Open the guide to the cluster" }))
            .ToHaveAttributeAsync("href", "https://www.operate-first.cloud/users/support/docs/onboarding_to_cluster.md");
        await walk.ClickAsync("Mark cluster access as done");
        await walk.NoticeAsync("Step 8 is done");
        await walk.StatesAsync(
            "Done", "Done", "Done", "Done", "Waiting for Lars Kellogg-Stedman", "Waiting for Bill Burns", "Waiting for Lars Kellogg-Stedman", "Done");
        await Expect(walk.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "You are waiting for Lars Kellogg-Stedman and Bill Burns" }))
            .ToBeVisibleAsync();

        await AllSentAsync(walk, scripts);
        CheckIssue(host);
        var review = CheckMails(host);
        await BillOpensAsync(host, review);
        await NobodyElseOpensAsync(host);
    }

    // The browser first: the lead's page asks the portal for news until it is closed.
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }

    // A message waits before the lead's eyes and is sent before them: by itself where scripts run, by reloading where they do not.
    private static async Task SeeDeliveryChangeAsync(LeadWalk walk, PortalHost host, string title, bool scripts)
    {
        await Expect(walk.Delivery(title)).ToContainTextAsync("Queued");
        await walk.Page.EvaluateAsync("() => { window.sameDocument = true; }");
        host.Mail.Open();
        if (scripts)
        {
            await Expect(walk.Delivery(title)).ToContainTextAsync("Sent");
            Assert.True(await walk.Page.EvaluateAsync<bool>("() => window.sameDocument === true"), "The page was loaded again.");
        }
        else
        {
            await Until.TrueAsync("the receipt shows as sent", async () =>
            {
                await walk.Page.ReloadAsync();
                return (await walk.Delivery(title).InnerTextAsync()).Contains("Sent", StringComparison.Ordinal);
            });
        }
    }

    private static async Task AllSentAsync(LeadWalk walk, bool scripts)
    {
        if (!scripts)
        {
            await Until.TrueAsync("everything shows as sent", async () =>
            {
                await walk.Page.ReloadAsync();
                return await walk.Delivery("Queued").CountAsync() == 0;
            });
        }

        await Expect(walk.Delivery("Queued")).ToHaveCountAsync(0);
        await Expect(walk.Delivery("Sent")).Not.ToHaveCountAsync(0);
        await walk.Page.ReloadAsync();
        await Expect(walk.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Issue #1 opened" }).First).ToBeVisibleAsync();
    }

    private static void CheckIssue(PortalHost host)
    {
        var issue = File.ReadAllText(Path.Combine(host.DeliveryFolder, "issue-0001.md"));

        foreach (var step in new[]
        {
            "- [x] 1. Register the project", "- [x] 2. Understand the environment", "- [x] 3. Telemetry agreement", "- [x] 4. Commitment agreement",
            "- [ ] 5. Join the conversation: waiting for Lars Kellogg-Stedman", "- [ ] 6. Project Coordination meeting invite: waiting for Bill Burns",
            "- [ ] 7. Sprint planning meeting invite: waiting for Lars Kellogg-Stedman", "- [x] 8. Cluster access",
        })
        {
            Assert.Contains(step, issue, StringComparison.Ordinal);
        }

        Assert.Single(host.Delivered("issue-*.md"), file => !file.Contains("-comment-", StringComparison.Ordinal));
        Assert.All(host.Delivered("*.md"), file => Assert.DoesNotMatch(Email(), File.ReadAllText(file)));
    }

    /// <returns>The address of Bill's request, as his e-mail has it.</returns>
    private static Uri CheckMails(PortalHost host)
    {
        var mails = host.Delivered("*.eml").Select(file => (Name: Path.GetFileName(file), Mime: MimeMessage.Load(file))).ToList();
        Assert.All(mails, mail =>
        {
            Assert.NotEmpty(mail.Mime.TextBody ?? "");
            Assert.NotEmpty(mail.Mime.HtmlBody ?? "");
            Assert.Single(mail.Mime.To.Mailboxes);
        });

        string[] To(string kind) =>
            [.. mails.Where(mail => mail.Name.Contains($"-{kind}-", StringComparison.Ordinal)).Select(mail => mail.Mime.To.Mailboxes.Single().Address)];
        Assert.Equal([Lead, Lead], To("agreement-receipt"));
        Assert.Equal([Lead, Lead, Lead], To("invitation-received"));
        Assert.Equal([Lars, Bill, Lars], To("invitation-requested"));
        Assert.Equal(8, mails.Count);

        var requests = mails.Where(mail => mail.Name.Contains("-invitation-requested-", StringComparison.Ordinal)).Select(mail => mail.Mime).ToList();
        Assert.All(requests, mail =>
        {
            Assert.Equal(Lead, mail.ReplyTo.Mailboxes.Single().Address);
            Assert.Matches(ReviewAddress(), mail.HtmlBody);
            Assert.Contains(LeadWalk.Slug, mail.Subject, StringComparison.Ordinal);
        });
        var bill = requests.Single(mail => mail.To.Mailboxes.Single().Address == Bill);
        Assert.All(
            new[] { "Sally O'Malley", "sally@example.org", "Luke Hinds", "luke@example.org", "We want to present sigstore.", Lead },
            words => Assert.Contains(words, bill.TextBody, StringComparison.Ordinal));
        var review = new Uri(ReviewAddress().Match(bill.TextBody ?? "").Value);
        Assert.Equal(host.Address.Authority, review.Authority);
        return review;
    }

    private async Task BillOpensAsync(PortalHost host, Uri review)
    {
        var page = await OpenAsync(host.Address);
        var bill = new LeadWalk(page);
        await page.GotoAsync(review.AbsolutePath);
        await bill.ClickAsync("Sign in as bburns");
        await bill.HeadingAsync("sigstore-aas: Project Coordination meeting");
        await bill.FollowAsync("Review 1 waiting");
        await bill.FollowAsync("sigstore-aas: Project Coordination meeting");
        await Expect(page.GetByText("Waiting for you")).ToBeVisibleAsync();
        await Expect(page.GetByText("luke@example.org")).ToBeVisibleAsync();
        await Expect(page.GetByText("We want to present sigstore.")).ToBeVisibleAsync();
        await Expect(page.GetByText("5 of 8 steps done")).ToBeVisibleAsync();
    }

    private async Task NobodyElseOpensAsync(PortalHost host)
    {
        ExpectStatus(404);
        using var other = await PortalClient.SignInAsync(host.Address, "russellb");
        var page = await OpenAsync(host.Address);
        await other.EnterAsync(page);
        var answer = await page.GotoAsync($"/projects/{LeadWalk.Slug}");
        Assert.Equal(404, answer?.Status);
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("This page does not exist");
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.]+")]
    private static partial Regex Email();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/review/[0-9a-f-]{32,36}")]
    private static partial Regex ReviewAddress();
}
