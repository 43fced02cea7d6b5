using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace OperateFirst.Portal.Hosting;

/// <summary>The proxies whose word counts on who asks, and whether by HTTPS. Nobody else's does.</summary>
public sealed class ProxiesOptions
{
    public const string Section = "Proxies";

    /// <summary>IP addresses.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Networks in CIDR notation, such as <c>10.128.0.0/14</c>.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    public bool IsSet => Addresses.Count + Networks.Count > 0;
}

internal sealed class ProxiesOptionsCheck : IValidateOptions<ProxiesOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxiesOptions options)
    {
        var problems = options.Addresses.Where(text => !IPAddress.TryParse(text, out _)).Select(text => $"Proxies:Addresses: “{text}” is no IP address.")
            .Concat(options.Networks.Where(text => !IPNetwork.TryParse(text, out _)).Select(text => $"Proxies:Networks: “{text}” is no network such as 10.128.0.0/14."))
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

/// <summary>Hands the checked settings to the framework's middleware.</summary>
internal sealed class TrustProxies(IOptions<ProxiesOptions> proxies) : IConfigureOptions<ForwardedHeadersOptions>
{
    public void Configure(ForwardedHeadersOptions options)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;

        // Each hop has to be known, however many stand in a row.
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var address in proxies.Value.Addresses)
        {
            options.KnownProxies.Add(IPAddress.Parse(address));
        }

        foreach (var network in proxies.Value.Networks)
        {
            options.KnownIPNetworks.Add(IPNetwork.Parse(network));
        }
    }
}
