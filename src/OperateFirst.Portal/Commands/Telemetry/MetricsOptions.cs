using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Commands.Telemetry;

/// <summary>Where Prometheus fetches <c>/metrics</c>: at an address of its own, which no visitor can reach.</summary>
public sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>Such as <c>http://127.0.0.1:9464</c>, or <c>http://*:9464</c> in a container; empty: nowhere.</summary>
    public string Address { get; init; } = "";

    /// <summary>Null where metrics are not served.</summary>
    public int? Port => TryParse(Address)?.Port;

    internal static BindingAddress? TryParse(string address)
    {
        try
        {
            return address.Length > 0 ? BindingAddress.Parse(address) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

internal sealed class MetricsOptionsCheck(IConfiguration settings) : IValidateOptions<MetricsOptions>
{
    public ValidateOptionsResult Validate(string? name, MetricsOptions options)
    {
        if (options.Address.Length > 0 && MetricsOptions.TryParse(options.Address) is not { Scheme: "http", Port: > 0, PathBase: "" })
        {
            return ValidateOptionsResult.Fail("Metrics:Address must be an http address with a port, such as http://127.0.0.1:9464.");
        }

        if (options.Port is { } port && MetricsAddress.PagesOf(settings).Any(pages => MetricsOptions.TryParse(pages)?.Port == port))
        {
            return ValidateOptionsResult.Fail("Metrics:Address has the port at which the pages are served: give it another one, which visitors cannot reach.");
        }

        return ValidateOptionsResult.Success;
    }
}

/// <summary>Opens the address for metrics beside those for the pages.</summary>
internal static class MetricsAddress
{
    private const string Urls = "urls";
    private const string Pages = "Metrics:Pages";

    public static void Listen(WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var address = settings[$"{MetricsOptions.Section}:{nameof(MetricsOptions.Address)}"] ?? "";

        // Endpoints that are set one by one leave the others out: the one for metrics is set among them then.
        if (MetricsOptions.TryParse(address) is null || settings.GetSection("Kestrel:Endpoints").Exists())
        {
            return;
        }

        var pages = AddressesOf(settings);
        builder.WebHost.UseSetting(Pages, string.Join(';', pages)).UseSetting("http_ports", "").UseSetting("https_ports", "").UseUrls([.. pages, address]);
    }

    /// <summary>Where the pages are served, once the address for metrics is open.</summary>
    public static string[] PagesOf(IConfiguration settings) => Split(settings[Pages]);

    // As the server itself reads them: addresses first, then ports, then its own default.
    private static string[] AddressesOf(IConfiguration settings)
    {
        string[] ports = [.. Split(settings["http_ports"]).Select(port => $"http://*:{port}"), .. Split(settings["https_ports"]).Select(port => $"https://*:{port}")];
        return (Split(settings[Urls]), ports) switch
        {
            ({ Length: > 0 } urls, _) => urls,
            (_, { Length: > 0 }) => ports,
            _ => ["http://localhost:5000"],
        };
    }

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
