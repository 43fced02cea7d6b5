using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>A portal that was asked to end sends nobody away: first it says so, then those who send visitors have time, then it stops.</summary>
public sealed class DrainTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asked_to_end_the_portal_is_not_ready_at_once_and_serves_pages_until_the_drain_is_over()
    {
        using var portal = new PortalApp(_ => { }, null, builder => builder.UseSetting("Portal:DrainSeconds", "30"));
        var visitor = portal.Visit();
        using var before = await visitor.GetAsync("/health/ready");

        var stopping = portal.Services.GetRequiredService<IHost>().StopAsync(Cancellation);
        using var after = await visitor.GetAsync("/health/ready");
        portal.Clock.Advance(TimeSpan.FromSeconds(29));
        using var page = await visitor.GetAsync("/guide");
        using var live = await visitor.GetAsync("/health/live");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (before.StatusCode, after.StatusCode));
        Assert.Equal("""{"status":"unhealthy","checks":[{"name":"portal","status":"unhealthy","sentence":"The portal is stopping."}]}""", await after.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, live.StatusCode));
        Assert.True(page.Headers.ConnectionClose, "A connection that is kept would bring its next request to a portal that is gone.");

        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => visitor.GetAsync("/health/live"));
    }

    [Fact]
    public async Task A_process_that_gets_the_signal_drains_and_ends_with_0()
    {
        using var data = new TemporaryFolder();
        await using var portal = await PortalProcess.StartAsync(
            data.Path, new Dictionary<string, string?> { ["Portal:DrainSeconds"] = "6" }, environment: "Development", cancellationToken: Cancellation);
        var started = TimeProvider.System.GetTimestamp();

        var ending = portal.TerminateAsync(TimeSpan.FromSeconds(30), Cancellation);
        await Until.TrueAsync("the portal is not ready", async () => await StatusAsync(portal, "/health/ready") == HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5), Cancellation);
        var page = await StatusAsync(portal, "/guide");
        var exitCode = await ending;

        Assert.Equal((HttpStatusCode.OK, 0), (page, exitCode));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 6, 30);
    }

    [Theory]
    [InlineData("0", 8)]
    [InlineData("10", 18)]
    public void The_whole_stop_ends_in_time_for_a_platform_that_waits(string drain, double seconds)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Portal:DrainSeconds", (string?)drain)]).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(settings).AddOutbox().BuildServiceProvider();

        Assert.Equal(seconds, services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.TotalSeconds);
    }

    [Fact]
    public async Task A_drain_that_no_platform_would_wait_for_is_refused_at_the_start()
    {
        var builder = WebApplication.CreateBuilder(["--Portal:Address=https://portal.example.org", "--Portal:DrainSeconds=121"]).AddHosting();
        builder.Services.AddSingleton(TimeProvider.System);
        await using var app = builder.Build();

        var refusal = Assert.Throws<OptionsValidationException>(app.Services.GetRequiredService<IStartupValidator>().Validate);
        Assert.Equal("Portal:DrainSeconds must be between 0 and 120.", Assert.Single(refusal.Failures));
    }

    private static async Task<HttpStatusCode> StatusAsync(PortalProcess portal, string path)
    {
        using var answer = await portal.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return answer.StatusCode;
    }
}
