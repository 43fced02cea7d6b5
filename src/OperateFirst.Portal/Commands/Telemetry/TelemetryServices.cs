using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Commands.Telemetry;

/// <summary>
/// What machines that watch the portal collect: numbers that Prometheus fetches at an address of their own, and numbers and spans that go to a collector
/// by OTLP where the variables that OpenTelemetry itself defines name one. Without either nothing is measured.
/// </summary>
public static class TelemetryServices
{
    private const string Requests = "http.server.request.duration";

    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";
    private const string Runtime = "System.Runtime";

    /// <summary>Of the many numbers of the runtime and the server, those that say whether a process is well.</summary>
    private static readonly string[] OfTheProcess =
    [
        "dotnet.process.cpu.time", "dotnet.process.memory.working_set", "dotnet.gc.collections", "dotnet.gc.heap.total_allocated", "dotnet.gc.pause.time", "dotnet.exceptions",
        "kestrel.active_connections",
    ];

    private static readonly string[] Collectors = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<MetricsOptions>, MetricsOptionsCheck>();
        services.AddSingleton<IValidateOptions<MetricsOptions>, CollectorCheck>();
        services.AddOptions<MetricsOptions>().BindConfiguration(MetricsOptions.Section).ValidateOnStart();
        services.AddSingleton<PortalNumbers>();
        services.AddSingleton<PortalGauges>();

        var (isScraped, isPushed) = (builder.Configuration[$"{MetricsOptions.Section}:{nameof(MetricsOptions.Address)}"] is { Length: > 0 }, CollectorsOf(builder.Configuration).Any());
        if (isScraped)
        {
            MetricsAddress.Listen(builder);
        }

        if (isScraped || isPushed)
        {
            var telemetry = services.AddOpenTelemetry()
                .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? "operatefirst-portal"))
                .WithMetrics(metrics => Collect(metrics, isScraped, isPushed));
            if (isPushed)
            {
                telemetry.WithTracing(Collect);
            }
        }

        return builder;
    }

    /// <summary>Comes before everything else: what is asked at the address for metrics is none of the pages' business.</summary>
    public static WebApplication UseMetrics(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value.Port is { } port)
        {
            app.MapWhen(http => http.Connection.LocalPort == port, Answer);
        }

        if (app.Services.GetService<MeterProvider>() is not null)
        {
            app.Services.GetRequiredService<DeliveryTelemetry>().BeginAtZero();
        }

        return app;
    }

    internal static IEnumerable<(string Name, string Address)> CollectorsOf(IConfiguration settings) =>
        from name in Collectors
        let address = settings[name]
        where !string.IsNullOrWhiteSpace(address)
        select (name, address);

    private static void Answer(IApplicationBuilder branch)
    {
        var gauges = branch.ApplicationServices.GetRequiredService<PortalGauges>();
        branch.Use(async (http, next) =>
        {
            if (http.Features.Get<IHttpMetricsTagsFeature>() is { } measured)
            {
                measured.MetricsDisabled = true;
            }

            await gauges.PrepareAsync(http.RequestAborted);
            await next(http);
        });
        branch.UseOpenTelemetryPrometheusScrapingEndpoint();
        branch.Run(http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private static void Collect(MeterProviderBuilder metrics, bool isScraped, bool isPushed)
    {
        metrics
            .AddMeter(DeliveryTelemetry.Name, "Microsoft.AspNetCore.Hosting", Kestrel, Runtime)
            .AddInstrumentation(services => services.GetRequiredService<PortalGauges>())

            // By what is asked for and what came of it; the framework adds protocol and scheme, which multiply the series and tell nothing.
            .AddView(Requests, new ExplicitBucketHistogramConfiguration
            {
                Boundaries = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10],
                TagKeys = ["http.route", "http.request.method", "http.response.status_code"],
            })
            .AddView(instrument => instrument.Meter.Name is Runtime or Kestrel && !OfTheProcess.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : null)
            .AddView("portal.delivery.duration", new ExplicitBucketHistogramConfiguration { Boundaries = [0.01, 0.05, 0.25, 1, 5, 30] });
        if (isScraped)
        {
            metrics.AddPrometheusExporter(prometheus =>
            {
                (prometheus.ScopeInfoEnabled, prometheus.TargetInfoEnabled) = (false, false);

                // The numbers that are dear are kept already.
                prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
            });
        }

        if (isPushed)
        {
            metrics.AddOtlpExporter();
        }
    }

    private static void Collect(TracerProviderBuilder traces) => traces
        .AddSource(DeliveryTelemetry.Name)
        .AddAspNetCoreInstrumentation(requests => requests.Filter = http => !http.Request.Path.StartsWithSegments("/health") && http.Request.Path != "/metrics")
        .AddHttpClientInstrumentation()
        .AddProcessor<AddressFreeSpans>()
        .AddOtlpExporter();
}

internal sealed class CollectorCheck(IConfiguration settings) : IValidateOptions<MetricsOptions>
{
    public ValidateOptionsResult Validate(string? name, MetricsOptions options) =>
        TelemetryServices.CollectorsOf(settings).FirstOrDefault(collector => !Uri.TryCreate(collector.Address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) is { Name: { } wrong }
            ? ValidateOptionsResult.Fail($"{wrong} must be the http or https address of a collector, such as http://collector:4317.")
            : ValidateOptionsResult.Success;
}
