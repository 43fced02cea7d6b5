using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.GitHub;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.GitHub;
using OperateFirst.Portal.Tests.Hosting;

namespace OperateFirst.Portal.Tests.Outbox;

/// <summary>GitHub's limits, with the real client and two replicas over one database.</summary>
public sealed class PaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_thousand_issues_promised_at_once_keep_the_pace() => KeepThePaceAsync(1_000);

    [Fact(Explicit = true)]
    public Task Ten_thousand_issues_promised_at_once_keep_the_pace() => KeepThePaceAsync(10_000);

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
        await using var rooms = await OpenAsync(gitHub);
        await PromiseAsync(rooms, 3);
        gitHub.InsteadOfWriting = context => LimitAsync(context, status, header, value, rooms.Time.GetUtcNow());
        var replicas = new Replicas(rooms);

        await replicas.RunInTurnAsync();
        Assert.Single(gitHub.Requests);
        rooms.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await replicas.RunInTurnAsync();
        Assert.Single(gitHub.Requests);
        gitHub.InsteadOfWriting = _ => Task.FromResult(false);
        rooms.Time.Advance(TimeSpan.FromSeconds(1));
        await replicas.RunInTurnAsync();

        Assert.Equal(3, gitHub.Issues.Count);
        Assert.All(await rooms.MessagesAsync(IssueHandler.KindName), message => Assert.Equal((OutboxState.Sent, 1), (message.State, message.Attempts)));
    }

    [Fact]
    public async Task A_refused_token_parks_one_message_and_the_others_wait()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenAsync(gitHub);
        await PromiseAsync(rooms, 3);
        gitHub.InsteadOfWriting = async context =>
        {
            context.Response.StatusCode = 401;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"message":"Bad credentials"}""");
            return true;
        };

        await rooms.DeliverAsync();

        Assert.Equal([OutboxState.Parked, OutboxState.Queued, OutboxState.Queued], (await rooms.MessagesAsync(IssueHandler.KindName)).Select(message => message.State));
        Assert.Single(gitHub.Requests);
    }

    [Fact]
    public async Task The_lead_reads_when_the_issue_will_be_opened()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var portal = new InProcessPortal(gitHub.Settings.ToDictionary(setting => setting.Key, setting => setting.Value ?? ""));
        await portal.ReadAsync(db =>
        {
            for (var number = 0; number < 500; number++)
            {
                db.Enqueue(new MessageDraft(IssueHandler.KindName, null, Guid.NewGuid(), "Issue"), portal.Time.UtcNow());
            }

            return db.SaveChangesAsync(Cancel);
        });
        using var lead = new Lead(portal.Visit(), "sigstore-aas");
        await lead.RegisterAsync();
        await lead.AcceptBothAsync();

        var shown = await lead.DeliveriesAsync();

        Assert.Contains($"About {portal.Time.UtcNow().AddHours(1):HH:mm}", shown, StringComparison.Ordinal);
        Assert.Contains("The portal keeps below GitHub’s limit, and 500 go before it.", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_that_was_held_up_past_its_lease_posts_nothing_any_more()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenAsync(gitHub);
        await PromiseAsync(rooms, 1);
        var interruption = rooms.Services.GetRequiredService<Interruption>();
        interruption.Now = () => rooms.Time.Advance(TimeSpan.FromMinutes(6));

        await rooms.DeliverAsync();
        Assert.Empty(gitHub.Requests);
        interruption.Now = () => { };
        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.DeliverAsync();

        Assert.Single(gitHub.Issues);
    }

    [Theory]
    [InlineData(0, 390, 0)]
    [InlineData(110, 390, 2)]
    [InlineData(389, 390, 7)]
    [InlineData(390, 390, 60)]
    [InlineData(779, 390, 60)]
    [InlineData(780, 390, 120)]
    [InlineData(10, 5, 60)]
    public void The_wait_follows_from_the_pace(int before, int free, int minutes) => Assert.Equal(
        TimeSpan.FromMinutes(minutes),
        LaneForecast.DurationOf(before, free, new DeliveryLane("github", 1) { WritesPerMinute = 55, WritesPerHour = 390 }));

    private static async Task KeepThePaceAsync(int issues)
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenAsync(gitHub);
        await PromiseAsync(rooms, issues);
        var times = new List<DateTime>();
        gitHub.InsteadOfWriting = _ =>
        {
            lock (times)
            {
                times.Add(rooms.Time.UtcNow());
            }

            return Task.FromResult(false);
        };
        var replicas = new Replicas(rooms);

        for (var minutes = 0.0; gitHub.Issues.Count < issues; minutes += 0.5)
        {
            Assert.True(minutes <= issues / 390 * 60 + 10, $"After {minutes} minutes {gitHub.Issues.Count} of {issues} issues are open.");
            await replicas.RunAsync();
            rooms.Time.Advance(TimeSpan.FromMinutes(0.5));
        }

        Assert.Equal(issues, gitHub.Issues.Select(issue => (string?)issue["body"]).Distinct().Count());
        Assert.InRange(MostWithin(times, TimeSpan.FromMinutes(1)), 50, 59);
        Assert.InRange(MostWithin(times, TimeSpan.FromHours(1)), 380, 399);
    }

    private static int MostWithin(List<DateTime> times, TimeSpan window)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= window)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
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

    private static Task<DeliveryRooms> OpenAsync(GitHubStub gitHub) =>
        DeliveryRooms.OpenAsync(gitHub.Settings, more: services => services.AddScoped<IMessageHandler, IssueHandler>().AddSingleton<Interruption>());

    private static Task PromiseAsync(DeliveryRooms rooms, int issues) => rooms.InScopeAsync(async scope =>
    {
        var db = scope.GetRequiredService<PortalDbContext>();
        for (var number = 0; number < issues; number++)
        {
            db.Enqueue(new MessageDraft(IssueHandler.KindName, null, Guid.NewGuid(), "Issue"), rooms.Time.UtcNow());
        }

        await db.SaveChangesAsync(Cancel);
    });

    /// <summary>Two workers of their own over the same rows.</summary>
    private sealed class Replicas(DeliveryRooms rooms)
    {
        private readonly OutboxDispatcher[] workers =
            [ActivatorUtilities.CreateInstance<OutboxDispatcher>(rooms.Services), ActivatorUtilities.CreateInstance<OutboxDispatcher>(rooms.Services)];

        /// <summary>What one was told, the other has to keep to as well.</summary>
        public async Task RunInTurnAsync()
        {
            foreach (var worker in workers)
            {
                while (await worker.RunOnceAsync(Cancel) > 0)
                {
                }
            }
        }

        public async Task RunAsync()
        {
            while ((await Task.WhenAll(workers.Select(worker => worker.RunOnceAsync(Cancel)))).Sum() > 0)
            {
            }
        }
    }

    private sealed class IssueHandler(IGitHubIssues issues, GitHubFailures failures, Interruption interruption) : IMessageHandler
    {
        public const string KindName = "github.test-issue.v1";

        public string Kind => KindName;

        public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => failures.GuardAsync(
            message,
            async () =>
            {
                interruption.Now();
                return new Delivery.Done($"Issue #{(await issues.CreateAsync("A title", $"{message.Id}", cancel)).Number} opened");
            },
            cancel);
    }

    /// <summary>What happens between the claim and the request.</summary>
    private sealed class Interruption
    {
        public Action Now { get; set; } = () => { };
    }
}
