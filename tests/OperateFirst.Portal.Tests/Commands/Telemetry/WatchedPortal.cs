using System.Globalization;
using System.Net;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands.Telemetry;

/// <summary>A portal as a process of its own whose metrics are fetched and whose collector is <see cref="Collector"/>, with a lead who uses it.</summary>
public sealed class WatchedPortal : IAsyncLifetime
{
    private readonly TemporaryFolder data = new();
    private readonly int port = Loopback.FreePort();
    private OtlpReceiver? collector;
    private PortalProcess? portal;
    private HttpClient? metrics;

    public OtlpReceiver Collector => collector ?? throw new InvalidOperationException("Not started yet.");

    public PortalProcess Portal => portal ?? throw new InvalidOperationException("Not started yet.");

    /// <summary>Asks where Prometheus does.</summary>
    public HttpClient Metrics => metrics ?? throw new InvalidOperationException("Not started yet.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        collector = await OtlpReceiver.StartAsync();
        var address = $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
        metrics = new HttpClient { BaseAddress = new Uri(address) };
        portal = await PortalProcess.StartAsync(
            data.Path,
            new Dictionary<string, string?>
            {
                ["Metrics:Address"] = address,
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Address.AbsoluteUri,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            },
            environment: "Development",
            cancellationToken: Cancellation);
    }

    internal async Task<PrometheusText> ScrapeAsync() => PrometheusText.Read(await Metrics.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation));

    public async Task<Visitor> SignInAsync(string persona)
    {
        var visitor = new Visitor(new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Portal.Address });
        await visitor.PostAsync("/sign-in?handler=Persona", ("persona", persona));
        return visitor;
    }

    /// <summary>A lead registers a project and accepts its agreements, which promises an issue and e-mails.</summary>
    public async Task<Visitor> OnboardAsync(string slug)
    {
        var lead = await SignInAsync("cooktheryan");
        await lead.PostAsync(
            "/projects/new?want=onboard",
            ("Input.Name", slug),
            ("Input.Slug", slug),
            ("Input.Description", "For a test."),
            ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
            ("Input.ContactEmail", "lead@example.org"));
        await lead.PostAsync($"/projects/{slug}/agreements/telemetry", ("Input.Agreed", "true"));
        await lead.PostAsync($"/projects/{slug}/agreements/commitment", ("Input.Agreed", "true"));
        return lead;
    }

    public async ValueTask DisposeAsync()
    {
        metrics?.Dispose();
        if (portal is not null)
        {
            await portal.DisposeAsync();
        }

        if (collector is not null)
        {
            await collector.DisposeAsync();
        }

        data.Dispose();
    }
}

[CollectionDefinition(nameof(WatchedPortal))]
public sealed class WatchedPortalUsers : ICollectionFixture<WatchedPortal>;
