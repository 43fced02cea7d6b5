using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.Tests.Review;

namespace OperateFirst.Portal.Tests.GitHub;

/// <summary>What is found without webhooks, by how few calls, and what is then left alone.</summary>
public sealed class SweepTests
{
    private const string Issues = "/repos/o/r/issues";
    private const string Comments = "/repos/o/r/issues/comments";

    internal static async Task PassAsync(GitHubStub gitHub, GitHubScene scene, TimeSpan time)
    {
        scene.Portal.Clock.Advance(time);
        gitHub.Now = scene.Now;
        gitHub.Requests.Clear();
        await scene.Portal.TickAsync();
    }

    private static async Task ExpectOneNoticeAsync(GitHubScene scene, params string[] slugs)
    {
        foreach (var slug in slugs)
        {
            var notices = await scene.NoticesAsync(slug);
            Assert.True(notices.Count == 1, $"{slug}: {notices.Count} notices");
        }
    }

    [Fact]
    public async Task After_a_day_switched_off_every_difference_is_found()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings);
        gitHub.Now = scene.Now;
        var leads = new Dictionary<string, (Visitor Lead, int Number)>();
        foreach (var slug in new[] { "closed", "deleted", "moved", "edited", "commented", "untouched", "uncommented" })
        {
            leads[slug] = await scene.OpenAsync(slug);
        }

        var lost = gitHub.AddComment(leads["uncommented"].Number, GitHubScene.Operator, "Said and taken back.");
        await PassAsync(gitHub, scene, TimeSpan.FromMinutes(1));
        Assert.Contains("Said and taken back.", await leads["uncommented"].Lead.ReadAsync("/projects/uncommented/issue"), StringComparison.Ordinal);

        // A day passes in which nothing is told.
        scene.Portal.Clock.Advance(TimeSpan.FromHours(12));
        gitHub.Now = scene.Now;
        gitHub.ChangeIssue(leads["closed"].Number, ("state", "closed"), ("closed_by", new JsonObject { ["login"] = "octocat" }));
        gitHub.Deleted.Add(leads["deleted"].Number);
        gitHub.Moved.Add(leads["moved"].Number, 77);
        var edited = gitHub.Issues[leads["edited"].Number - 1];
        gitHub.ChangeIssue(leads["edited"].Number, ("body", $"Above.\n{(string?)edited["body"]}".Replace("- [ ] 2.", "- [x] 2.", StringComparison.Ordinal)));
        gitHub.AddComment(leads["commented"].Number, GitHubScene.Operator, "Your cluster is ready.");
        gitHub.AddComment(leads["commented"].Number, GitHubScene.Stranger, "Buy my wares.");
        gitHub.Comments.Remove(lost);
        await PassAsync(gitHub, scene, TimeSpan.FromHours(12));

        Assert.Equal((1, 1), (gitHub.ListCalls(Issues), gitHub.ListCalls(Comments)));
        var lead = await scene.Portal.SignInAsync("cooktheryan");
        Assert.Contains("octocat closed the public", await lead.ReadAsync("/projects/closed/history"), StringComparison.Ordinal);
        Assert.Contains("Somebody deleted the public", await lead.ReadAsync("/projects/deleted/history"), StringComparison.Ordinal);
        Assert.Contains("https://github.example.org/o/other/issues/77", await lead.ReadAsync("/projects/moved/history"), StringComparison.Ordinal);
        var comments = await lead.ReadAsync("/projects/commented/issue");
        Assert.Contains("Your cluster is ready.", comments, StringComparison.Ordinal);
        Assert.DoesNotContain("Buy my wares.", comments, StringComparison.Ordinal);
        Assert.DoesNotContain("Said and taken back.", await lead.ReadAsync("/projects/uncommented/issue"), StringComparison.Ordinal);
        await scene.DeliverAllAsync();
        Assert.StartsWith("Above.\n", (string?)edited["body"], StringComparison.Ordinal);
        Assert.Contains("- [ ] 2.", (string?)edited["body"], StringComparison.Ordinal);
        Assert.Empty(await scene.NoticesAsync("untouched"));
        await ExpectOneNoticeAsync(scene, "closed", "deleted", "moved");

        await PassAsync(gitHub, scene, TimeSpan.FromDays(1));
        await ExpectOneNoticeAsync(scene, "closed", "deleted", "moved");
    }

    [Fact]
    public async Task A_webhook_and_a_sweep_that_see_the_same_have_one_effect()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings);
        gitHub.Now = scene.Now;
        var (lead, number) = await scene.OpenAsync("both-ways");
        gitHub.ChangeIssue(number, ("state", "closed"), ("closed_by", new JsonObject { ["login"] = "octocat" }));
        var comment = gitHub.AddComment(number, GitHubScene.Operator, "Once.");
        var closed = scene.IssueEvent("closed", number, "octocat");

        await PassAsync(gitHub, scene, TimeSpan.FromMinutes(15));
        await scene.TellAsync("issues", closed);
        await scene.TellAsync("issue_comment", scene.CommentEvent("created", number, GitHubScene.Operator, "Once.", (int?)comment["id"] ?? 0));
        await PassAsync(gitHub, scene, TimeSpan.FromMinutes(15));

        Assert.Single(await scene.EntriesAsync("both-ways", IssueEvents.Closed));
        Assert.Single(await scene.NoticesAsync("both-ways"));
        Assert.Equal(2, (await lead.ReadAsync("/projects/both-ways/issue")).Split("Once.").Length);
    }

    [Fact]
    public async Task One_list_call_is_made_for_a_hundred_issues_and_one_where_little_changed()
    {
        var queries = new CapturedQueries();
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings, more: queries.AddTo);
        gitHub.Now = scene.Now;
        await scene.OpenAsync("one-of-many");
        for (var number = 2; number <= 300; number++)
        {
            gitHub.AddIssue(GitHubStub.Bot, "", number);
        }

        gitHub.AddComment(1, GitHubScene.Operator, "Hello.");
        queries.Clear();
        await PassAsync(gitHub, scene, TimeSpan.FromHours(2));
        Assert.Equal(3, gitHub.ListCalls(Issues));
        var findings = queries.Findings(scene.Portal.Database);
        Assert.True(findings.Count == 0, string.Join('\n', findings));
        await PassAsync(gitHub, scene, TimeSpan.FromMinutes(14));
        Assert.Empty(gitHub.Requests);
        for (var quarter = 0; quarter < 5; quarter++)
        {
            await PassAsync(gitHub, scene, TimeSpan.FromMinutes(15));
        }

        Assert.Equal((1, 1), (gitHub.ListCalls(Issues), gitHub.ListCalls(Comments)));
    }

    [Fact]
    public async Task Of_several_processes_one_sweeps()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var first = new GitHubScene(gitHub.Settings);
        gitHub.Now = first.Now;
        await first.OpenAsync("swept-once");
        var settings = gitHub.Settings;
        settings["Database:ConnectionString"] = $"Data Source={first.Portal.Database}";
        await using var second = new GitHubScene(settings);
        gitHub.Requests.Clear();

        for (var i = 0; i < 3; i++)
        {
            await Task.WhenAll(first.Portal.TickAsync(), second.Portal.TickAsync());
            first.Portal.Clock.Advance(TimeSpan.FromMinutes(15));
            second.Portal.Clock.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Equal(3, gitHub.ListCalls(Issues));
    }

    [Fact]
    public async Task A_sweep_makes_no_call_before_the_time_that_a_limit_names()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings);
        gitHub.Now = scene.Now;
        await scene.OpenAsync("limited");
        gitHub.Instead = async context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"message":"Slow down."}""");
            return true;
        };
        await PassAsync(gitHub, scene, TimeSpan.FromMinutes(15));
        Assert.Single(gitHub.Requests);

        await PassAsync(gitHub, scene, TimeSpan.FromMinutes(59));
        Assert.Empty(gitHub.Requests);
        gitHub.Instead = _ => Task.FromResult(false);
        await PassAsync(gitHub, scene, TimeSpan.FromMinutes(1));

        Assert.Equal(1, gitHub.ListCalls(Issues));
    }

    [Fact]
    public async Task What_was_closed_or_deleted_by_hand_is_neither_reopened_nor_opened_anew()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings);
        gitHub.Now = scene.Now;
        var (closedLead, closed) = await scene.OpenAsync("stays-closed");
        var (deletedLead, deleted) = await scene.OpenAsync("stays-deleted");
        var (movedLead, moved) = await scene.OpenAsync("stays-moved");
        gitHub.ChangeIssue(closed, ("state", "closed"));
        gitHub.Deleted.Add(deleted);
        gitHub.Moved.Add(moved, closed);

        // The next change of each project finds it so, before any webhook or sweep.
        foreach (var (lead, slug) in new[] { (closedLead, "stays-closed"), (deletedLead, "stays-deleted"), (movedLead, "stays-moved") })
        {
            await lead.PostAsync($"/projects/{slug}/guide", ("Input.Confirmed", "true"));
        }

        await scene.DeliverAllAsync();

        Assert.Equal(3, gitHub.Issues.Count);
        Assert.Equal("closed", (string?)gitHub.Issues[closed - 1]["state"]);
        var body = (string?)gitHub.Issues[closed - 1]["body"] ?? "";
        Assert.Contains("- [x] 2. ", body, StringComparison.Ordinal);
        Assert.Contains("stays-closed", body, StringComparison.Ordinal);
        Assert.Contains("was deleted on GitHub, so nothing was written", await deletedLead.ReadAsync("/projects/stays-deleted"), StringComparison.Ordinal);
        Assert.Contains("was moved into another repository, so nothing was written", await movedLead.ReadAsync("/projects/stays-moved"), StringComparison.Ordinal);
        Assert.Single(await scene.NoticesAsync("stays-deleted"));
        Assert.Single(await scene.NoticesAsync("stays-moved"));

        gitHub.Requests.Clear();
        await deletedLead.PostAsync("/projects/stays-deleted/close", ("Input.Reason", "Over."), ("Input.Slug", "stays-deleted"));
        await scene.DeliverAllAsync();
        Assert.Empty(gitHub.Requests);
    }

    [Fact]
    public async Task An_issue_that_the_portal_closed_and_somebody_reopened_is_left_open()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings);
        gitHub.Now = scene.Now;
        var (lead, number) = await scene.OpenAsync("left-open");
        await lead.PostAsync("/projects/left-open/close", ("Input.Reason", "Over."), ("Input.Slug", "left-open"));
        await scene.DeliverAllAsync();
        Assert.Equal("closed", (string?)gitHub.Issues[0]["state"]);
        scene.Portal.Clock.Advance(TimeSpan.FromMinutes(5));
        gitHub.Now = scene.Now;
        gitHub.ChangeIssue(number, ("state", "open"), ("body", "Emptied."));

        await PassAsync(gitHub, scene, TimeSpan.FromMinutes(15));
        await scene.DeliverAllAsync();

        Assert.Equal("open", (string?)gitHub.Issues[0]["state"]);
        Assert.Contains("The project was closed", (string?)gitHub.Issues[0]["body"], StringComparison.Ordinal);
        Assert.Contains("Somebody reopened the public", await lead.ReadAsync("/projects/left-open/history"), StringComparison.Ordinal);
    }
}
