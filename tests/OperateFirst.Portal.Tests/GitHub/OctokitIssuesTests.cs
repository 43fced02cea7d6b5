using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Outbox;
using Xunit;

namespace OperateFirst.Portal.Tests.GitHub;

public sealed class OctokitIssuesTests
{
    private static readonly DateTime Start = new(2026, 10, 19, 14, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task The_issue_is_opened_once_with_its_labels_and_its_number_is_kept()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);

        await rooms.DeliverAsync();

        var issue = Assert.Single(gitHub.Issues);
        Assert.Equal("""["onboarding"]""", issue["labels_sent"]?.ToJsonString());
        var message = await rooms.MessageAsync(TrackingIssue.SyncMessage);
        Assert.Equal(("Issue #1 opened", "https://github.example.org/o/r/issues/1"), (message.Result, message.ResultUrl));
        Assert.DoesNotContain("GET /repos/o/r/issues", gitHub.Requests);
    }

    [Fact]
    public async Task An_issue_whose_answer_was_lost_is_found_again_and_not_opened_twice()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        gitHub.LoseAnswers = 1;
        await rooms.DeliverAsync();
        Assert.Equal(OutboxState.Queued, (await rooms.MessageAsync(TrackingIssue.SyncMessage)).State);

        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.DeliverAsync();

        Assert.Single(gitHub.Issues);
        Assert.Equal("Issue #1 opened", (await rooms.MessageAsync(TrackingIssue.SyncMessage)).Result);
    }

    [Fact]
    public async Task A_created_answer_that_is_no_json_counts_as_unknown()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        gitHub.InsteadOfWriting = async context =>
        {
            gitHub.AddIssue(GitHubStub.Bot, (string?)(await JsonNode.ParseAsync(context.Request.Body))?["body"] ?? "", 1);
            context.Response.StatusCode = 201;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<p>Created</p>");
            gitHub.InsteadOfWriting = _ => Task.FromResult(false);
            return true;
        };
        await rooms.DeliverAsync();
        Assert.Contains("could not be read", (await rooms.MessageAsync(TrackingIssue.SyncMessage)).LastError, StringComparison.Ordinal);

        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.DeliverAsync();

        Assert.Single(gitHub.Issues);
        Assert.Equal(OutboxState.Sent, (await rooms.MessageAsync(TrackingIssue.SyncMessage)).State);
    }

    [Fact]
    public async Task A_marker_that_somebody_else_wrote_is_not_taken_for_the_portals_issue()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        var project = (await rooms.MessageAsync(TrackingIssue.SyncMessage)).SubjectId;
        gitHub.AddIssue("somebody", TrackingIssueBody.MarkerOf(project), 1);
        gitHub.InsteadOfWriting = Status(502);
        await rooms.DeliverAsync();
        gitHub.InsteadOfWriting = _ => Task.FromResult(false);

        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.DeliverAsync();

        Assert.Equal("Issue #2 opened", (await rooms.MessageAsync(TrackingIssue.SyncMessage)).Result);
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_is_written_once()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        await rooms.DeliverAsync();
        gitHub.InsteadOfWriting = context =>
        {
            gitHub.LoseAnswers = context.Request.Path.Value?.EndsWith("/comments", StringComparison.Ordinal) == true ? 1 : 0;
            return Task.FromResult(false);
        };
        await rooms.AskAsync();
        await rooms.DeliverAsync();
        gitHub.InsteadOfWriting = _ => Task.FromResult(false);

        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.DeliverAsync();

        var comment = Assert.Single(gitHub.Comments);
        Assert.Contains("cooktheryan asked Bill Burns for an invite", (string?)comment["body"], StringComparison.Ordinal);
        Assert.Equal("Issue #1 says it already", (await rooms.MessageAsync(TrackingIssue.CommentMessage)).Result);
    }

    [Fact]
    public async Task Only_the_portals_part_is_rewritten_and_a_closed_project_closes_the_issue()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        await rooms.DeliverAsync();
        var issue = gitHub.Issues[0];
        issue["body"] = "Above.\n" + (string?)issue["body"] + "Below.\n";

        await rooms.CloseAsync();
        await rooms.DeliverAsync();

        var body = (string?)issue["body"] ?? "";
        Assert.StartsWith("Above.\n", body, StringComparison.Ordinal);
        Assert.EndsWith("Below.\n", body, StringComparison.Ordinal);
        Assert.Contains("The project was closed on 19 Oct 2026.", body, StringComparison.Ordinal);
        Assert.Equal("closed", (string?)issue["state"]);
        Assert.False(issue.ContainsKey("milestone"), "A change of the body must leave the milestone alone.");
    }

    [Theory]
    [InlineData(403, "Retry-After", "120", 120)]
    [InlineData(429, "Retry-After", "300", 300)]
    [InlineData(429, "Retry-After", "1", 60)]
    [InlineData(429, "", "", 60)]
    [InlineData(403, "X-RateLimit-Reset", "3600", 3600)]
    public async Task A_limit_is_waited_for(int status, string header, string value, int seconds)
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        gitHub.InsteadOfWriting = async context =>
        {
            context.Response.StatusCode = status;
            if (header.Length > 0)
            {
                context.Response.Headers[header] = header == "Retry-After" ? value : UnixAfter(value);
            }

            context.Response.Headers["X-RateLimit-Remaining"] = header == "X-RateLimit-Reset" ? "0" : "10";
            context.Response.Headers["X-RateLimit-Limit"] = "5000";
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"message":"API rate limit exceeded for user ID 1."}""");
            return true;
        };

        await rooms.DeliverAsync();

        var message = await rooms.MessageAsync(TrackingIssue.SyncMessage);
        Assert.Equal((OutboxState.Queued, Start.AddSeconds(seconds)), (message.State, message.DueAtUtc));
    }

    [Theory]
    [InlineData(401, "set GitHub:Token")]
    [InlineData(403, "GitHub:Token the right to write")]
    [InlineData(404, "check GitHub:Repository (o/r)")]
    [InlineData(410, "deleted, or issues are turned off")]
    [InlineData(422, "GitHub does not take the text")]
    public async Task What_only_an_operator_can_mend_is_parked_with_what_to_do(int status, string sentence)
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        gitHub.InsteadOfWriting = Status(status);

        await rooms.DeliverAsync();

        var message = await rooms.MessageAsync(TrackingIssue.SyncMessage);
        Assert.Equal(OutboxState.Parked, message.State);
        Assert.Contains(sentence, message.LastError, StringComparison.Ordinal);
    }

    private static async Task<DeliveryRooms> OpenPromisedAsync(GitHubStub gitHub)
    {
        var rooms = await DeliveryRooms.OpenAsync(gitHub.Settings);
        await rooms.RegisterAsync();
        await rooms.AcceptBothAsync();
        return rooms;
    }

    private static Func<HttpContext, Task<bool>> Status(int status) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"message":"No."}""");
        return true;
    };

    private static string UnixAfter(string seconds) => new DateTimeOffset(Start)
        .AddSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
