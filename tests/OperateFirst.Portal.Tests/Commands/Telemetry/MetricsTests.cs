using System.Net;
using System.Net.Http.Headers;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands.Telemetry;

/// <summary>What machines collect from a running portal, by Prometheus and by OTLP.</summary>
[Collection(nameof(WatchedPortal))]
public sealed class MetricsTests(WatchedPortal watched)
{
    private const string Issues = """portal_deliveries_total{lane="github",outcome="sent"}""";
    private const string Mails = """portal_deliveries_total{lane="mail",outcome="sent"}""";

    private static readonly string[] BaseUnits = ["_seconds", "_bytes", "_total", "_ratio"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_lead_does_shows_in_the_numbers_once_it_is_delivered()
    {
        var before = await watched.ScrapeAsync();
        await watched.OnboardAsync("numbers-one");
        await Until.TrueAsync("the issue and the receipts are delivered", async () => (await watched.ScrapeAsync()) is { } now && now[Mails] >= before[Mails] + 2 && now[Issues] > before[Issues], TimeSpan.FromSeconds(20), Cancellation);
        var after = await watched.ScrapeAsync();

        Assert.Equal(0, after.Sum("portal_deliveries_total", """outcome="parked"""));
        Assert.True(after["""portal_delivery_duration_seconds_count{lane="mail"}"""] >= 2);
        Assert.Equal(1, after["portal_ready"]);
        Assert.Equal(
            3,
            Requests(after, "POST", "projects/{slug}/agreements/{name}") + Requests(after, "POST", "projects/new") - Requests(before, "POST", "projects/{slug}/agreements/{name}") - Requests(before, "POST", "projects/new"));
    }

    [Fact]
    public async Task Every_line_is_of_the_format_and_every_name_follows_the_conventions()
    {
        await watched.OnboardAsync("numbers-two");
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        asked.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text;version=1.0.0"));
        using var open = await watched.Metrics.SendAsync(asked, Cancellation);
        foreach (var text in new[] { await watched.ScrapeAsync(), PrometheusText.Read(await open.Content.ReadAsStringAsync(Cancellation)) })
        {
            Assert.Equal([], text.Faults);
            Assert.Equal([], text.Names.Where(name => name != name.ToLowerInvariant() || !(name.StartsWith("portal_", StringComparison.Ordinal) || name.StartsWith("http_", StringComparison.Ordinal)
                || name.StartsWith("dotnet_", StringComparison.Ordinal) || name.StartsWith("kestrel_", StringComparison.Ordinal))));
            Assert.Equal([], text.Names.Where(name => name.EndsWith("_milliseconds", StringComparison.Ordinal) || name.EndsWith("_ms", StringComparison.Ordinal)));
            Assert.All(text.Types.Where(family => family.Value == "histogram"), family => Assert.Contains(BaseUnits, unit => family.Key.EndsWith(unit, StringComparison.Ordinal)));
        }

        var plain = await watched.ScrapeAsync();
        Assert.All(plain.Types.Where(family => family.Value == "counter"), family => Assert.EndsWith("_total", family.Key, StringComparison.Ordinal));
        Assert.All(plain.Types.Where(family => family.Value == "gauge"), family => Assert.False(family.Key.EndsWith("_total", StringComparison.Ordinal), family.Key));
    }

    [Fact]
    public async Task Labels_have_few_values_and_name_no_project_and_nobody()
    {
        var lead = await watched.OnboardAsync("numbers-three");
        for (var i = 0; i < 50; i++)
        {
            using var unknown = await lead.GetAsync($"/nothing/{i}/lead@example.org");
            using var strange = await lead.GetAsync($"/projects/none-{i}");
        }

        var text = await watched.Metrics.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);

        Assert.DoesNotContain("numbers-", text, StringComparison.Ordinal);
        Assert.DoesNotContain("none-", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cooktheryan", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@", text, StringComparison.Ordinal);
        Assert.DoesNotContain("health", text, StringComparison.Ordinal);
        Assert.DoesNotContain(".css", text, StringComparison.Ordinal);
        Assert.InRange(text.Count(character => character == '\n'), 50, 1000);
        string[] expected =
        [
            "age", "agreement", "error_type", "gc_heap_generation", "cpu_mode", "http_request_method", "http_response_status_code", "http_route", "lane", "le",
            "network_transport", "network_type", "outcome", "server_address", "server_port", "state", "url_scheme",
        ];
        Assert.Equal([], PrometheusText.Read(text).Labels.Except(expected));
    }

    [Fact]
    public async Task Metrics_are_where_no_visitor_is_and_nothing_else_is_there()
    {
        var operatorsBrowser = await watched.SignInAsync("operator");
        using var asVisitor = await watched.Portal.Client.GetAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        using var asOperator = await operatorsBrowser.GetAsync("/metrics");
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        forged.Headers.Host = watched.Metrics.BaseAddress?.Authority;
        using var asForger = await watched.Portal.Client.SendAsync(forged, Cancellation);
        using var page = await watched.Metrics.GetAsync(new Uri("/guide", UriKind.Relative), Cancellation);
        using var form = await watched.Metrics.PostAsync(new Uri("/sign-in", UriKind.Relative), null, Cancellation);

        Assert.All([asVisitor, asOperator, asForger, page, form], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.DoesNotContain(watched.Portal.Lines, line => line.Contains(watched.Metrics.BaseAddress?.Authority ?? "?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spans_of_requests_and_deliveries_and_numbers_reach_the_collector_without_an_address()
    {
        var lead = await watched.OnboardAsync("numbers-four");
        using var typed = await lead.GetAsync("/projects/somebody@example.org");
        await Until.TrueAsync("the span of a receipt arrives", () => watched.Collector.Of("/v1/traces").Contains("deliver mail.agreement-receipt.v1", StringComparison.Ordinal), TimeSpan.FromSeconds(20), Cancellation);
        await Until.TrueAsync("the span of the last request arrives", () => watched.Collector.Of("/v1/traces").Contains("[address]", StringComparison.Ordinal), TimeSpan.FromSeconds(20), Cancellation);
        await Until.TrueAsync("numbers arrive", () => watched.Collector.Of("/v1/metrics").Contains("portal.outbox.messages", StringComparison.Ordinal), TimeSpan.FromSeconds(20), Cancellation);
        var traces = watched.Collector.Of("/v1/traces");

        Assert.Contains("operatefirst-portal", traces, StringComparison.Ordinal);
        Assert.Contains("POST projects/{slug}/agreements/{name}", traces, StringComparison.Ordinal);
        Assert.Contains("portal.deliveries", watched.Collector.Of("/v1/metrics"), StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("health/live", traces, StringComparison.Ordinal);
    }

    private static double Requests(PrometheusText text, string method, string route) =>
        text.Sum("http_server_request_duration_seconds_count", $"http_request_method=\"{method}\"", $"http_route=\"{route}\"");
}
