using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.GitHub;

namespace OperateFirst.Portal.Tests.GitHub;

/// <summary>Who may tell the portal something, and that what was told once counts once.</summary>
public sealed class WebhookTests(GitHubScene scene) : IClassFixture<GitHubScene>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<int> WrittenDownAsync() => scene.Portal.ReadAsync(db => db.GitHubDeliveries.CountAsync(Cancel));

    [Theory]
    [InlineData("", "no signature")]
    [InlineData("sha256=", "nothing signed")]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000", "zeros")]
    [InlineData("sha256=zz00000000000000000000000000000000000000000000000000000000000000", "no hexadecimal")]
    [InlineData("sha1=0000000000000000000000000000000000000000", "the old kind")]
    public async Task A_missing_or_wrong_signature_is_refused_and_nothing_is_written(string signature, string what)
    {
        var before = await WrittenDownAsync();

        var (status, text) = await scene.SendAsync("issues", scene.IssueEvent("closed", 1, "octocat").ToJsonString(), signature: signature);

        Assert.True(status == 401, $"{what}: {status}");
        Assert.Equal("The signature is missing or wrong: the webhook's secret must be the same as GitHub:WebhookSecret.\n", text);
        Assert.Equal(before, await WrittenDownAsync());
    }

    [Fact]
    public async Task A_signature_over_another_body_is_refused()
    {
        var body = scene.IssueEvent("closed", 1, "octocat").ToJsonString();

        Assert.Equal(401, (await scene.SendAsync("issues", body + " ", signed: body)).Status);
        Assert.Equal(401, (await scene.SendAsync("issues", body.Replace("octocat", "octodog", StringComparison.Ordinal), signed: body)).Status);
    }

    [Fact]
    public async Task What_does_not_count_is_answered_and_not_written()
    {
        var before = await WrittenDownAsync();
        var elsewhere = scene.IssueEvent("closed", 1, "octocat");
        elsewhere["repository"] = new JsonObject { ["full_name"] = "o/other" };
        var pull = scene.CommentEvent("created", 1, GitHubScene.Operator, "Hello", 1);
        pull["issue"]?.AsObject().Add("pull_request", new JsonObject());

        Assert.Equal((200, "The webhook is set up.\n"), await scene.SendAsync("ping", """{"zen":"Keep it simple."}"""));
        Assert.Equal(200, (await scene.SendAsync("issues", elsewhere.ToJsonString())).Status);
        Assert.Equal(200, (await scene.SendAsync("issues", scene.IssueEvent("labeled", 1, "octocat").ToJsonString())).Status);
        Assert.Equal(200, (await scene.SendAsync("star", """{"action":"created","repository":{"full_name":"o/r"}}""")).Status);
        Assert.Equal(200, (await scene.SendAsync("issue_comment", pull.ToJsonString())).Status);
        Assert.Equal(200, (await scene.SendAsync("issue_comment", scene.CommentEvent("created", 1, GitHubStub.Bot, "By the portal", 1).ToJsonString())).Status);
        Assert.Equal(before, await WrittenDownAsync());
    }

    [Fact]
    public async Task What_is_no_event_is_refused_with_a_sentence()
    {
        var before = await WrittenDownAsync();

        Assert.Equal((400, "The body is no event of GitHub.\n"), await scene.SendAsync("issues", "[1, 2"));
        Assert.Equal((400, "The body is no event of GitHub.\n"), await scene.SendAsync("issues", """{"action":"closed","issue":{"number":"one"}}"""));
        Assert.Equal((415, "Set the webhook's content type to application/json.\n"), await scene.SendAsync("issues", "payload=%7B%7D", type: "application/x-www-form-urlencoded"));
        var (status, text) = await scene.SendAsync("issues", new string(' ', (1024 * 1024) + 1));
        Assert.Equal((413, true), (status, text.StartsWith("The event is larger than 1 MiB", StringComparison.Ordinal)));
        Assert.Equal(200, (await scene.SendAsync("ping", new string(' ', 1024 * 1024))).Status);
        Assert.Equal(before, await WrittenDownAsync());
    }

    [Fact]
    public async Task The_same_delivery_twice_has_one_effect()
    {
        var (_, number) = await scene.OpenAsync("twice");
        var body = scene.IssueEvent("closed", number, "octocat").ToJsonString();

        Assert.Equal(202, (await scene.SendAsync("issues", body, "same")).Status);
        Assert.Equal((200, "Known already.\n"), await scene.SendAsync("issues", body, "same"));
        await scene.Portal.TickAsync();
        Assert.Equal(200, (await scene.SendAsync("issues", body, "same")).Status);
        await scene.Portal.TickAsync();

        Assert.Single(await scene.EntriesAsync("twice", "tracking-issue.closed"));
        Assert.Single(await scene.NoticesAsync("twice"));
    }

    [Fact]
    public async Task Killed_between_the_answer_and_the_effect_nothing_is_lost()
    {
        await using var killed = new GitHubScene();
        var (_, number) = await killed.OpenAsync("killed");
        Assert.Equal(202, (await killed.SendAsync("issues", killed.IssueEvent("closed", number, "octocat").ToJsonString())).Status);

        // As it stands at this moment, another process begins with it.
        await using var restarted = new GitHubScene([], killed.Portal.CopyDatabaseTo);
        await restarted.Portal.TickAsync();

        Assert.Contains("octocat closed the public tracking issue", await (await restarted.Portal.SignInAsync("cooktheryan")).ReadAsync("/projects/killed/history"), StringComparison.Ordinal);
        Assert.Single(await restarted.NoticesAsync("killed"));
    }

    [Fact]
    public async Task Two_processes_that_work_through_the_same_delivery_have_one_effect()
    {
        await using var first = new GitHubScene();
        var (_, number) = await first.OpenAsync("shared");
        await using var second = new GitHubScene(new() { ["Database:ConnectionString"] = $"Data Source={first.Portal.Database}" });
        for (var i = 0; i < 5; i++)
        {
            first.Portal.Clock.Advance(TimeSpan.FromMinutes(1));
            second.Portal.Clock.Advance(TimeSpan.FromMinutes(1));
            await first.SendAsync("issues", first.IssueEvent(i % 2 == 0 ? "closed" : "reopened", number, "octocat").ToJsonString());
            await Task.WhenAll(first.Portal.TickAsync(), second.Portal.TickAsync());
        }

        Assert.Equal(3, (await first.EntriesAsync("shared", "tracking-issue.closed")).Count);
        Assert.Equal(2, (await first.EntriesAsync("shared", "tracking-issue.reopened")).Count);
        Assert.Equal(3, (await first.NoticesAsync("shared")).Count);
    }

    [Fact]
    public async Task What_was_worked_through_is_kept_for_thirty_days_without_its_text()
    {
        var (_, number) = await scene.OpenAsync("pruned");
        await scene.TellAsync("issues", scene.IssueEvent("closed", number, "octocat", "The text."));
        var row = await scene.Portal.ReadAsync(db => db.GitHubDeliveries.AsNoTracking().SingleAsync(delivery => delivery.IssueNumber == number, Cancel));
        Assert.Equal(("issues", "closed", ""), (row.Event, row.Action, row.Payload));

        scene.Portal.Clock.Advance(TimeSpan.FromDays(29));
        await scene.Portal.TickAsync();
        Assert.True(await scene.Portal.ReadAsync(db => db.GitHubDeliveries.AnyAsync(delivery => delivery.Id == row.Id, Cancel)));
        scene.Portal.Clock.Advance(TimeSpan.FromDays(2));
        await scene.Portal.TickAsync();

        Assert.False(await scene.Portal.ReadAsync(db => db.GitHubDeliveries.AnyAsync(delivery => delivery.Id == row.Id, Cancel)));
    }

    [Fact]
    public async Task Without_a_secret_the_address_does_not_exist()
    {
        await using var portal = new GitHubScene(new() { ["GitHub:WebhookSecret"] = "" });

        Assert.Equal(404, (await portal.SendAsync("ping", "{}")).Status);
    }
}
