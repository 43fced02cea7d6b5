using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.GitHub;
using OperateFirst.Portal.Tests.Hosting;

namespace OperateFirst.Portal.Tests.Outbox;

/// <summary>GitHub's limits, with the real client and two replicas over one database.</summary>
public sealed class PaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Five_hundred_issues_promised_at_once_keep_the_pace() => KeepThePaceAsync(500);

    [Fact(Explicit = true)]
    public Task Ten_thousand_issues_promised_at_once_keep_the_pace() => KeepThePaceAsync(10_000);

    [Fact]
    public async Task The_lead_reads_when_the_issue_will_be_opened()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var portal = new InProcessPortal(gitHub.Settings.ToDictionary(setting => setting.Key, setting => setting.Value ?? ""));
        await portal.ReadAsync(db =>
        {
            for (var number = 0; number < 500; number++)
            {
                db.Enqueue(new MessageDraft(IssueLane.IssueHandler.KindName, null, Guid.NewGuid(), "Issue"), portal.Time.UtcNow());
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
        await using var rooms = await IssueLane.OpenAsync(gitHub);
        await IssueLane.PromiseAsync(rooms, 1);
        var interruption = rooms.Services.GetRequiredService<IssueLane.Interruption>();
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
        await using var rooms = await IssueLane.OpenAsync(gitHub);
        await IssueLane.PromiseAsync(rooms, issues);
        var times = new List<DateTime>();
        gitHub.InsteadOfWriting = _ =>
        {
            lock (times)
            {
                times.Add(rooms.Time.UtcNow());
            }

            return Task.FromResult(false);
        };
        await using var replicas = new IssueLane.Replicas(rooms);

        for (var minutes = 0.0; gitHub.Issues.Count < issues; minutes += 0.5)
        {
            Assert.True(minutes <= issues / 390 * 60 + 10, $"After {minutes} minutes {gitHub.Issues.Count} of {issues} issues are open.");
            await replicas.RunAsync();
            rooms.Time.Advance(TimeSpan.FromMinutes(0.5));
        }

        Assert.Equal(issues, gitHub.Issues.Select(issue => (string?)issue["body"]).Distinct().Count());
        Assert.InRange(MostWithin(times, TimeSpan.FromMinutes(1)), 50, 55);
        Assert.InRange(MostWithin(times, TimeSpan.FromHours(1)), 380, 390);
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
}
