using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Tests.GitHub;

/// <summary>What the sweep and the deliveries make of a GitHub, a clock or a setting that was wrong for a while.</summary>
public sealed class SweepRecoveryTests
{
    [Fact]
    public async Task Closed_by_a_try_whose_answer_was_lost_and_reopened_it_is_left_open()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings);
        gitHub.Now = scene.Now;
        var (lead, number) = await scene.OpenAsync("left-open");
        await lead.PostAsync("/projects/left-open/close", ("Input.Reason", "Over."), ("Input.Slug", "left-open"));
        gitHub.LoseAnswers = 1;
        await scene.DeliverAllAsync();
        Assert.Equal((0, "closed"), (gitHub.LoseAnswers, (string?)gitHub.Issues[0]["state"]));
        scene.Portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await scene.DeliverAllAsync();
        gitHub.Now = scene.Now;
        gitHub.ChangeIssue(number, ("state", "open"), ("body", "Emptied."));

        await SweepTests.PassAsync(gitHub, scene, TimeSpan.FromMinutes(15));
        await scene.DeliverAllAsync();

        Assert.Equal("open", (string?)gitHub.Issues[0]["state"]);
        Assert.Contains("The project was closed", (string?)gitHub.Issues[0]["body"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issue_that_only_seemed_to_be_deleted_is_found_again_and_kept_in_step()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings);
        gitHub.Now = scene.Now;
        var (lead, number) = await scene.OpenAsync("hidden");
        gitHub.Deleted.Add(number);
        await lead.PostAsync("/projects/hidden/guide", ("Input.Confirmed", "true"));
        await scene.DeliverAllAsync();
        Assert.Equal(IssueState.Deleted, (await scene.IssueAsync("hidden")).State);

        gitHub.Deleted.Remove(number);
        await SweepTests.PassAsync(gitHub, scene, TimeSpan.FromDays(1));
        await scene.DeliverAllAsync();

        Assert.Equal((IssueState.Open, null), ((await scene.IssueAsync("hidden")).State, (await scene.IssueAsync("hidden")).ChangedAtUtc));
        Assert.Contains("- [x] 2. ", (string?)gitHub.Issues[0]["body"], StringComparison.Ordinal);
        var seenBy = await scene.Portal.SignInAsync("cooktheryan");
        Assert.Contains($"found the public tracking issue #{number} on GitHub again", await seenBy.ReadAsync("/projects/hidden/history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issue_of_another_place_with_the_same_number_is_left_alone()
    {
        await using var trial = new GitHubScene();
        await trial.OpenAsync("trial");
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings, trial.Portal.CopyDatabaseTo);
        gitHub.Now = scene.Now;
        var (_, number) = await scene.OpenAsync("fresh");
        Assert.Equal(1, number);
        var body = (string?)gitHub.Issues[0]["body"];
        var lead = await scene.Portal.SignInAsync("cooktheryan");

        await lead.PostAsync("/projects/trial/guide", ("Input.Confirmed", "true"));
        await lead.PostAsync("/projects/trial/invitations/coordination");
        await scene.DeliverAllAsync();
        Assert.Equal(body, (string?)gitHub.Issues[0]["body"]);
        Assert.Empty(gitHub.Comments);
        Assert.Contains("is not this project's", await (await scene.Portal.SignInAsync("operator")).ReadAsync("/operations/deliveries?state=parked"), StringComparison.Ordinal);

        gitHub.ChangeIssue(number, ("state", "closed"), ("closed_by", new JsonObject { ["login"] = "octocat" }));
        await SweepTests.PassAsync(gitHub, scene, TimeSpan.FromMinutes(15));
        await scene.TellAsync("issues", scene.IssueEvent("closed", number, "octocat"));
        Assert.Equal((IssueState.Open, IssueState.Closed), ((await scene.IssueAsync("trial")).State, (await scene.IssueAsync("fresh")).State));

        // What is missing at this number says nothing of the one that was written elsewhere.
        gitHub.Deleted.Add(number);
        await SweepTests.PassAsync(gitHub, scene, TimeSpan.FromDays(1));
        Assert.Equal((IssueState.Open, IssueState.Deleted), ((await scene.IssueAsync("trial")).State, (await scene.IssueAsync("fresh")).State));
        Assert.Empty(await scene.NoticesAsync("trial"));
    }

    [Fact]
    public async Task After_a_clock_that_was_ahead_the_sweep_and_what_was_received_go_on()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings);
        gitHub.Now = scene.Now;
        var (_, number) = await scene.OpenAsync("ahead");
        await SweepTests.PassAsync(gitHub, scene, TimeSpan.FromHours(3));
        Assert.Equal(202, (await scene.SendAsync("issues", scene.IssueEvent("closed", number, "octocat").ToJsonString())).Status);

        scene.Portal.Clock.AdjustTime(scene.Portal.Clock.GetUtcNow() - TimeSpan.FromHours(1));
        await SweepTests.PassAsync(gitHub, scene, TimeSpan.Zero);

        Assert.Equal(1, gitHub.ListCalls("/repos/o/r/issues"));
        Assert.Single(await scene.EntriesAsync("ahead", IssueEvents.Closed));
    }

    [Fact]
    public async Task What_is_missing_is_looked_at_in_turn_however_much_it_is()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings);
        gitHub.Now = scene.Now;
        await scene.OpenAsync("first-of-many");
        var body = (string?)gitHub.Issues[0]["body"] ?? "";
        CopyProject(scene.Portal.Database, 2, 250);
        for (var number = 2; number <= 250; number++)
        {
            gitHub.AddIssue("portal-bot-of-old", body, number);
        }

        await SweepTests.PassAsync(gitHub, scene, TimeSpan.FromMinutes(15));
        Assert.Contains("GET /repos/o/r/issues/201", gitHub.Requests);
        Assert.DoesNotContain("GET /repos/o/r/issues/202", gitHub.Requests);
        await SweepTests.PassAsync(gitHub, scene, TimeSpan.FromMinutes(15));

        Assert.DoesNotContain("GET /repos/o/r/issues/201", gitHub.Requests);
        Assert.Contains("GET /repos/o/r/issues/202", gitHub.Requests);
        Assert.Contains("GET /repos/o/r/issues/250", gitHub.Requests);
    }

    [Fact]
    public async Task Operators_read_when_GitHub_was_looked_through_and_are_warned_after_an_hour()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var scene = new GitHubScene(gitHub.Settings);
        gitHub.Now = scene.Now;
        await scene.OpenAsync("watched");
        var seenBy = await scene.Portal.SignInAsync("operator");
        Assert.Contains("GitHub was not looked through yet", await seenBy.ReadAsync("/operations/issues"), StringComparison.Ordinal);
        await SweepTests.PassAsync(gitHub, scene, TimeSpan.FromMinutes(15));
        Assert.Contains("GitHub was looked through at", await seenBy.ReadAsync("/operations/issues"), StringComparison.Ordinal);
        Assert.DoesNotContain("for more than an hour", await seenBy.ReadAsync("/health/ready"), StringComparison.Ordinal);

        scene.Portal.Clock.Advance(TimeSpan.FromMinutes(61));

        Assert.Contains("GitHub was last looked through at", await seenBy.ReadAsync("/operations/issues"), StringComparison.Ordinal);
        Assert.Contains("\"degraded\",\"sentence\":\"GitHub was not looked through for more than an hour", await seenBy.ReadAsync("/health/ready"), StringComparison.Ordinal);
    }

    // Each with an issue of its own, opened by another user of the portal's.
    private static void CopyProject(string database, int from, int to)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE TEMP TABLE project AS SELECT * FROM "Projects" LIMIT 1;
            CREATE TEMP TABLE issue AS SELECT * FROM "TrackingIssues" LIMIT 1;
            """;
        command.ExecuteNonQuery();
        command.CommandText = """
            UPDATE project SET "Id" = $id, "Slug" = 'copy-' || $number;
            INSERT INTO "Projects" SELECT * FROM project;
            UPDATE issue SET "ProjectId" = $id, "Number" = $number, "Url" = 'https://github.example.org/o/r/issues/' || $number;
            INSERT INTO "TrackingIssues" SELECT * FROM issue;
            """;
        for (var number = from; number <= to; number++)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$id", Guid.CreateVersion7().ToString().ToUpperInvariant());
            command.Parameters.AddWithValue("$number", number);
            command.ExecuteNonQuery();
        }
    }
}
