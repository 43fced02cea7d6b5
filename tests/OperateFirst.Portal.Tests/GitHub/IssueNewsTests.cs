using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Tests.GitHub;

/// <summary>What people do to a tracking issue on GitHub, and who reads of it in the portal.</summary>
public sealed class IssueNewsTests(GitHubScene scene) : IClassFixture<GitHubScene>
{
    [Fact]
    public async Task An_issue_closed_by_hand_is_told_to_the_operators_and_shown_to_the_lead()
    {
        var (lead, number) = await scene.OpenAsync("closed-one");

        await scene.TellAsync("issues", scene.IssueEvent("closed", number, "octocat"));
        await scene.DeliverAllAsync();

        Assert.Contains($"octocat closed the public tracking issue #{number} on GitHub.", await lead.ReadAsync("/projects/closed-one/history"), StringComparison.Ordinal);
        Assert.Contains($"Issue #{number} is closed on GitHub", await lead.ReadAsync("/projects/closed-one"), StringComparison.Ordinal);
        Assert.Contains("octocat closed it on GitHub", await lead.ReadAsync("/projects/closed-one/issue"), StringComparison.Ordinal);
        var notice = Assert.Single(await scene.NoticesAsync("closed-one"));
        Assert.Equal((OutboxState.Sent, "operator@example.org"), (notice.State, notice.Recipient));
        var mail = await MailAsync($"Issue #{number} of closed-one was closed on GitHub");
        Assert.Contains($"octocat closed issue #{number} of closed-one on GitHub.", mail, StringComparison.Ordinal);
        Assert.Contains("The portal does not reopen it.", mail, StringComparison.Ordinal);
        var seenBy = await scene.Portal.SignInAsync("operator");
        Assert.Contains("octocat closed it on", await seenBy.ReadAsync("/operations/projects/closed-one"), StringComparison.Ordinal);
        Assert.Contains("/operations/projects/closed-one", await seenBy.ReadAsync("/operations/issues"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deleted", "deleted", "The portal opens no other one.")]
    [InlineData("transferred", "moved", "The portal does not follow it")]
    public async Task An_issue_that_is_gone_is_told_and_no_other_is_opened(string action, string word, string follows)
    {
        var slug = $"gone-{word}";
        var (lead, number) = await scene.OpenAsync(slug);
        var told = scene.IssueEvent(action, number, "octocat");
        told["changes"] = new System.Text.Json.Nodes.JsonObject { ["new_issue"] = new System.Text.Json.Nodes.JsonObject { ["html_url"] = "https://github.example.org/o/other/issues/5" } };

        await scene.TellAsync("issues", told);
        await lead.PostAsync($"/projects/{slug}/guide", ("Input.Confirmed", "true"));
        await scene.DeliverAllAsync();

        Assert.Single(await scene.EntriesAsync(slug, $"tracking-issue.{action}"));
        Assert.Contains($"Issue #{number} was {word}", await lead.ReadAsync($"/projects/{slug}"), StringComparison.Ordinal);
        Assert.Contains(follows, await MailAsync($"Issue #{number} of {slug} was {word} on GitHub"), StringComparison.Ordinal);
        Assert.Equal(number, (await scene.IssueAsync(slug)).Number);
        Assert.DoesNotContain("- [x] 2. ", await File.ReadAllTextAsync(Path.Combine(scene.Portal.DeliveryFolder, $"issue-{number:0000}.md")), StringComparison.Ordinal);
        Assert.Equal(action == "transferred", (await lead.ReadAsync($"/projects/{slug}/issue")).Contains("https://github.example.org/o/other/issues/5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reopened_issue_is_recorded_and_nobody_is_mailed()
    {
        var (lead, number) = await scene.OpenAsync("reopened-one");
        await scene.TellAsync("issues", scene.IssueEvent("closed", number, "octocat"));
        scene.Portal.Clock.Advance(TimeSpan.FromMinutes(1));

        await scene.TellAsync("issues", scene.IssueEvent("reopened", number, "octodog"));

        Assert.Contains($"octodog reopened the public tracking issue #{number}", await lead.ReadAsync("/projects/reopened-one/history"), StringComparison.Ordinal);
        Assert.Contains($"Issue #{number} is open", await lead.ReadAsync("/projects/reopened-one/issue"), StringComparison.Ordinal);
        Assert.Single(await scene.NoticesAsync("reopened-one"));

        // Nobody has to look at it any more.
        var seenBy = await scene.Portal.SignInAsync("operator");
        Assert.DoesNotContain("reopened-one", await seenBy.ReadAsync("/operations/issues"), StringComparison.Ordinal);
        Assert.Contains("Back to the first page", await seenBy.ReadAsync("/operations/issues?before=2020-01-01T00:00:00.0000000Z"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_news_that_comes_late_changes_nothing()
    {
        var (_, number) = await scene.OpenAsync("late-news");
        await scene.TellAsync("issues", scene.IssueEvent("closed", number, "octocat"));
        scene.Portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var late = scene.IssueEvent("closed", number, "octocat");
        scene.Portal.Clock.Advance(TimeSpan.FromMinutes(1));

        await scene.TellAsync("issues", scene.IssueEvent("reopened", number, "octodog"));
        await scene.TellAsync("issues", late);

        Assert.Equal((IssueState.Open, "octodog"), ((await scene.IssueAsync("late-news")).State, (await scene.IssueAsync("late-news")).ChangedBy));
        Assert.Single(await scene.EntriesAsync("late-news", "tracking-issue.closed"));
    }

    [Fact]
    public async Task Of_two_that_learn_the_same_at_one_moment_one_is_late()
    {
        var (_, number) = await scene.OpenAsync("at-once");
        await using var late = scene.Portal.Services.CreateAsyncScope();
        await late.ServiceProvider.GetRequiredService<PortalDbContext>().TrackingIssues.SingleAsync(issue => issue.Number == number, TestContext.Current.CancellationToken);
        await scene.TellAsync("issues", scene.IssueEvent("closed", number, "octocat"));

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => late.ServiceProvider.GetRequiredService<NoteIssue>()
            .RunAsync(new IssueSeen(number, IssueState.Closed, scene.Now), TestContext.Current.CancellationToken));

        Assert.Single(await scene.EntriesAsync("at-once", "tracking-issue.closed"));
        Assert.Single(await scene.NoticesAsync("at-once"));
    }

    [Fact]
    public async Task What_the_portal_itself_does_is_not_reported_as_done_by_hand()
    {
        var (lead, number) = await scene.OpenAsync("own-acts");
        await lead.PostAsync("/projects/own-acts/close", ("Input.Reason", "Over."), ("Input.Slug", "own-acts"));
        await scene.DeliverAllAsync();

        await scene.TellAsync("issues", scene.IssueEvent("closed", number, GitHubStub.Bot));

        Assert.Equal((IssueState.Closed, null), ((await scene.IssueAsync("own-acts")).State, (await scene.IssueAsync("own-acts")).ChangedAtUtc));
        Assert.Empty(await scene.EntriesAsync("own-acts", "tracking-issue.closed"));
        Assert.Empty(await scene.NoticesAsync("own-acts"));
    }

    [Fact]
    public async Task The_portals_closing_told_before_it_was_written_down_is_not_by_hand_either()
    {
        var (_, number) = await scene.OpenAsync("own-acts-early");

        await scene.TellAsync("issues", scene.IssueEvent("closed", number, GitHubStub.Bot));

        Assert.Empty(await scene.NoticesAsync("own-acts-early"));
    }

    [Fact]
    public async Task An_edit_says_by_whom_and_what_stands_between_the_markers_is_mended()
    {
        var (lead, number) = await scene.OpenAsync("edited-one");
        var file = Path.Combine(scene.Portal.DeliveryFolder, $"issue-{number:0000}.md");
        var text = (await File.ReadAllTextAsync(file)).Replace("- [ ] 2.", "- [x] 2.", StringComparison.Ordinal) + "Our own notes.\n";
        await File.WriteAllTextAsync(file, text);

        await scene.TellAsync("issues", scene.IssueEvent("edited", number, "octocat", text[text.IndexOf("<!--", StringComparison.Ordinal)..]));
        await scene.DeliverAllAsync();

        Assert.Contains("octocat edited it", await lead.ReadAsync("/projects/edited-one/issue"), StringComparison.Ordinal);
        var now = await File.ReadAllTextAsync(file);
        Assert.Contains("- [ ] 2.", now, StringComparison.Ordinal);
        Assert.EndsWith("Our own notes.\n", now, StringComparison.Ordinal);
        Assert.Empty(await scene.NoticesAsync("edited-one"));
    }

    [Fact]
    public async Task An_edit_outside_the_markers_leads_to_no_delivery_also_with_other_line_ends()
    {
        var (_, number) = await scene.OpenAsync("edited-outside");
        var text = await File.ReadAllTextAsync(Path.Combine(scene.Portal.DeliveryFolder, $"issue-{number:0000}.md"));

        await scene.TellAsync("issues", scene.IssueEvent("edited", number, "octocat", $"Above.\n{text}".ReplaceLineEndings("\r\n")));

        Assert.Equal(0, await scene.Portal.DeliverAsync());
    }

    [Fact]
    public async Task A_comment_by_an_operator_or_a_coordinator_shows_on_the_leads_page_and_follows_its_changes()
    {
        var (lead, number) = await scene.OpenAsync("commented");
        await scene.TellAsync("issue_comment", scene.CommentEvent("created", number, GitHubScene.Operator, "Your quota **is** ready. <script>alert(1)</script>", 11));
        await scene.TellAsync("issue_comment", scene.CommentEvent("created", number, GitHubScene.Coordinator, "See you on Wednesday.", 12));
        await scene.TellAsync("issue_comment", scene.CommentEvent("created", number, GitHubScene.Stranger, "Buy my wares.", 13));

        var raw = await (await lead.GetAsync("/projects/commented/issue")).Content.ReadAsStringAsync();
        Assert.Contains("Your quota **is** ready. &lt;script&gt;alert(1)&lt;/script&gt;", raw, StringComparison.Ordinal);
        Assert.Contains("See you on Wednesday.", raw, StringComparison.Ordinal);
        Assert.DoesNotContain("Buy my wares.", raw, StringComparison.Ordinal);
        Assert.Contains($"{GitHubScene.Coordinator} commented", await lead.ReadAsync("/projects/commented"), StringComparison.Ordinal);

        scene.Portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await scene.TellAsync("issue_comment", scene.CommentEvent("edited", number, GitHubScene.Operator, "Your quota is doubled.", 11));
        Assert.Contains("Your quota is doubled.", await lead.ReadAsync("/projects/commented/issue"), StringComparison.Ordinal);
        await scene.TellAsync("issue_comment", scene.CommentEvent("deleted", number, GitHubScene.Operator, "Your quota is doubled.", 11));
        Assert.DoesNotContain("doubled", await lead.ReadAsync("/projects/commented/issue"), StringComparison.Ordinal);

        // What was deleted does not come back with a delivery that was late.
        await scene.TellAsync("issue_comment", scene.CommentEvent("created", number, GitHubScene.Operator, "Your quota is doubled.", 11));
        Assert.DoesNotContain("doubled", await lead.ReadAsync("/projects/commented/issue"), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await (await scene.Portal.SignInAsync("russellb")).GetAsync("/projects/commented/issue")).StatusCode);
    }

    [Fact]
    public async Task Many_comments_are_shown_a_page_at_a_time()
    {
        var (lead, number) = await scene.OpenAsync("chatty");
        Assert.Contains("Nothing yet. What operators and coordinators write on GitHub shows here.", await lead.ReadAsync("/projects/chatty/issue"), StringComparison.Ordinal);
        for (var id = 101; id <= 127; id++)
        {
            await scene.SendAsync("issue_comment", scene.CommentEvent("created", number, GitHubScene.Operator, $"Remark {id}.", id).ToJsonString());
        }

        await scene.Portal.TickAsync();

        var first = await lead.ReadAsync("/projects/chatty/issue");
        Assert.Contains("Remark 127.", first, StringComparison.Ordinal);
        Assert.Contains("Remark 103.", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Remark 102.", first, StringComparison.Ordinal);
        Assert.Contains("/projects/chatty/issue?before=103", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Newest comments", first, StringComparison.Ordinal);
        var second = await lead.ReadAsync("/projects/chatty/issue?before=103");
        Assert.Contains("Remark 102.", second, StringComparison.Ordinal);
        Assert.Contains("Newest comments", second, StringComparison.Ordinal);
    }

    private async Task<string> MailAsync(string subject)
    {
        foreach (var file in Directory.GetFiles(scene.Portal.DeliveryFolder, "*.eml"))
        {
            var mail = await MimeKit.MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken);
            if (mail.Subject == subject)
            {
                return mail.TextBody ?? "";
            }
        }

        Assert.Fail($"No e-mail says “{subject}”.");
        return "";
    }
}
