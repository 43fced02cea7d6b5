using Microsoft.AspNetCore.Http;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.GitHub;

namespace OperateFirst.Portal.Tests.Outbox;

/// <summary>What GitHub says about all: a limit, a refused token, an outage.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(403, "X-RateLimit-Reset", 1800, 1800)]
    [InlineData(403, "Retry-After", 120, 120)]
    [InlineData(429, "Retry-After", 300, 300)]
    [InlineData(429, "Retry-After", 1, 60)]
    [InlineData(429, "", 0, 60)]
    [InlineData(403, "secondary", 0, 60)]
    public async Task After_a_limit_nobody_calls_before_the_time_named(int status, string header, int value, int seconds)
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await IssueLane.OpenAsync(gitHub);
        await IssueLane.PromiseAsync(rooms, 3);
        gitHub.InsteadOfWriting = context => LimitAsync(context, status, header, value, rooms.Time.GetUtcNow());
        await using var replicas = new IssueLane.Replicas(rooms);

        await replicas.RunInTurnAsync();
        Assert.Single(gitHub.Requests);
        rooms.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await replicas.RunInTurnAsync();
        Assert.Single(gitHub.Requests);
        gitHub.InsteadOfWriting = _ => Task.FromResult(false);
        rooms.Time.Advance(TimeSpan.FromSeconds(1));
        await replicas.RunInTurnAsync();

        Assert.Equal(3, gitHub.Issues.Count);
        Assert.All(await rooms.MessagesAsync(IssueLane.IssueHandler.KindName), message => Assert.Equal((OutboxState.Sent, 1), (message.State, message.Attempts)));
    }

    [Fact]
    public async Task A_GitHub_that_fails_is_asked_for_one_message_at_a_time()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await IssueLane.OpenAsync(gitHub);
        await IssueLane.PromiseAsync(rooms, 30);
        gitHub.InsteadOfWriting = context =>
        {
            context.Response.StatusCode = 502;
            return Task.FromResult(true);
        };

        await rooms.DeliverAsync();
        Assert.Single(gitHub.Requests);
        rooms.Time.Advance(TimeSpan.FromSeconds(10));
        await rooms.DeliverAsync();

        Assert.Equal(2, gitHub.Requests.Count);
    }

    [Fact]
    public async Task A_refused_token_parks_one_message_and_the_others_wait()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await IssueLane.OpenAsync(gitHub);
        await IssueLane.PromiseAsync(rooms, 3);
        gitHub.InsteadOfWriting = async context =>
        {
            context.Response.StatusCode = 401;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"message":"Bad credentials"}""");
            return true;
        };

        await rooms.DeliverAsync();

        Assert.Equal([OutboxState.Parked, OutboxState.Queued, OutboxState.Queued], (await rooms.MessagesAsync(IssueLane.IssueHandler.KindName)).Select(message => message.State));
        Assert.Single(gitHub.Requests);
        rooms.Time.Advance(TimeSpan.FromSeconds(10));
        await rooms.DeliverAsync();
        Assert.Equal(2, gitHub.Requests.Count);
        Assert.Single(await rooms.MessagesAsync(IssueLane.IssueHandler.KindName), message => message.State == OutboxState.Parked);
    }

    private static async Task<bool> LimitAsync(HttpContext context, int status, string header, int value, DateTimeOffset now)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["X-RateLimit-Limit"] = "5000";
        context.Response.Headers["X-RateLimit-Remaining"] = header == "X-RateLimit-Reset" ? "0" : "4000";
        if (header == "Retry-After")
        {
            context.Response.Headers.RetryAfter = $"{value}";
        }
        else if (header == "X-RateLimit-Reset")
        {
            context.Response.Headers[header] = $"{now.AddSeconds(value).ToUnixTimeSeconds()}";
        }

        await context.Response.WriteAsync(header == "X-RateLimit-Reset"
            ? """{"message":"API rate limit exceeded for user ID 1."}"""
            : """{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}""");
        return true;
    }
}
