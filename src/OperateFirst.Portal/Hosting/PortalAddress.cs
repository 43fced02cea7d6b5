using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Hosting;

public sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>The address people open; links in e-mails and issues begin with it.</summary>
    public string Address { get; init; } = "";
}

/// <summary>Makes links for those who read outside the portal: in mail programs, on GitHub.</summary>
public sealed class PortalAddress(IOptions<PortalOptions> options)
{
    private readonly string root = options.Value.Address.TrimEnd('/');

    public string Host => new Uri(root).Host;

    /// <param name="path">Begins with a slash.</param>
    public string Of(string path) => root + path;
}
