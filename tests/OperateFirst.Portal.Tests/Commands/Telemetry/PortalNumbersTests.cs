using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Commands.Telemetry;
using OperateFirst.Portal.Tests.Review;

namespace OperateFirst.Portal.Tests.Commands.Telemetry;

/// <summary>The numbers that the database gives.</summary>
public sealed class PortalNumbersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_follow_what_happens_and_are_read_once_in_a_while_along_indexes()
    {
        var queries = new CapturedQueries();
        await using var scene = new StatusScene(queries.AddTo);
        var numbers = scene.Portal.Services.GetRequiredService<PortalNumbers>();
        await scene.RegisterAsync("apex");
        await scene.RegisterAsync("base");
        await scene.AcceptAsync("apex");
        await (await scene.LeadAsync()).PostAsync("/projects/apex/invitations/coordination");

        queries.Clear();
        var first = await numbers.ReadAsync(Cancellation);
        var asked = queries.Count;
        Assert.Equal([], queries.Findings(scene.Portal.Database));
        scene.Portal.Clock.Advance(TimeSpan.FromSeconds(14));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => numbers.ReadAsync(Cancellation)));
        Assert.Equal(asked, queries.Count);

        Assert.True(CountOf(first.Messages, "mail", "queued") >= 3, "Two receipts and the request's mails wait.");
        Assert.True(CountOf(first.Messages, "github", "queued") >= 1, "An issue waits.");
        Assert.Equal(0, first.Messages.Where(number => number.State == "parked").Sum(number => number.Count));
        Assert.Equal([1, 0, 0], first.Requests.Select(number => number.Count));
        Assert.Equal((1, 1), (CountOf(first.Agreements, "telemetry", "accepted"), CountOf(first.Agreements, "telemetry", "missing")));

        // Tuesday to Friday are three business days, to the Friday after eight.
        scene.Portal.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal([1, 0, 0], (await numbers.ReadAsync(Cancellation)).Requests.Select(number => number.Count));
        scene.Portal.Clock.Advance(TimeSpan.FromDays(1));
        var third = await numbers.ReadAsync(Cancellation);
        Assert.Equal([0, 1, 0], third.Requests.Select(number => number.Count));
        Assert.InRange(third.OldestWaiting.TotalDays, 3, 3.1);
        scene.Portal.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal([0, 0, 1], (await numbers.ReadAsync(Cancellation)).Requests.Select(number => number.Count));

        await scene.WithdrawAsync("apex", "commitment");
        while (await scene.Portal.DeliverAsync() > 0)
        {
        }

        scene.Portal.Clock.Advance(TimeSpan.FromSeconds(16));
        var last = await numbers.ReadAsync(Cancellation);
        Assert.Equal((0, TimeSpan.Zero), (last.Messages.Sum(number => number.Count), last.OldestWaiting));
        Assert.Equal(1, CountOf(last.Agreements, "commitment", "withdrawn"));
    }

    [Theory]
    [InlineData("Metrics:Address=ftp://127.0.0.1:9464", "Metrics:Address must be an http address with a port, such as http://127.0.0.1:9464.")]
    [InlineData("Metrics:Address=9464", "Metrics:Address must be an http address with a port, such as http://127.0.0.1:9464.")]
    [InlineData("Metrics:Address=http://*:9464/metrics", "Metrics:Address must be an http address with a port, such as http://127.0.0.1:9464.")]
    [InlineData("urls=http://127.0.0.1:8080 Metrics:Address=http://*:8080", "Metrics:Address has the port at which the pages are served: give it another one, which visitors cannot reach.")]
    [InlineData("http_ports=8080 Metrics:Address=http://*:8080", "Metrics:Address has the port at which the pages are served: give it another one, which visitors cannot reach.")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=collector", "OTEL_EXPORTER_OTLP_ENDPOINT must be the http or https address of a collector, such as http://collector:4317.")]
    [InlineData("urls=http://127.0.0.1:8080 Metrics:Address=http://*:9464 OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", "")]
    public async Task A_wrong_setting_is_named_at_the_start(string settings, string sentence)
    {
        var builder = WebApplication.CreateBuilder([.. settings.Split(' ').Select(setting => $"--{setting}")]).AddTelemetry();
        await using var app = builder.Build();

        var failure = Record.Exception(() => app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value) as OptionsValidationException;

        Assert.Equal(sentence, string.Join(' ', failure?.Failures ?? []));
    }

    private static int CountOf(IEnumerable<Number> numbers, string of, string state) => numbers.Single(number => number.Of == of && number.State == state).Count;
}
