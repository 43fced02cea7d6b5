using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Hosting;

public sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>The address people open; links in e-mails and issues begin with it.</summary>
    public string Address { get; init; } = "";

    /// <summary>How long pages are still served after the portal was asked to end; 0: it stops at once.</summary>
    public int DrainSeconds { get; init; }

    internal const int LongestDrainSeconds = 120;
}

/// <summary>Makes links for those who read outside the portal: in mail programs, on GitHub.</summary>
public sealed class PortalAddress(IOptions<PortalOptions> options)
{
    private readonly string root = options.Value.Address.TrimEnd('/');

    public string Host => new Uri(root).Host;

    /// <summary>With the port, where it is not the scheme's own.</summary>
    public HostString Authority => HostString.FromUriComponent(new Uri(root));

    /// <param name="path">Begins with a slash.</param>
    public string Of(string path) => root + path;
}

internal sealed class PortalOptionsCheck(IHostEnvironment environment) : IValidateOptions<PortalOptions>
{
    public ValidateOptionsResult Validate(string? name, PortalOptions options)
    {
        if (!Uri.TryCreate(options.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return ValidateOptionsResult.Fail("Portal:Address must be the http or https address people open, such as https://portal.example.org.");
        }

        if (options.DrainSeconds is < 0 or > PortalOptions.LongestDrainSeconds)
        {
            return ValidateOptionsResult.Fail($"Portal:DrainSeconds must be between 0 and {PortalOptions.LongestDrainSeconds}.");
        }

        return address.Scheme == "http" && environment.IsProduction() && !address.IsLoopback
            ? ValidateOptionsResult.Fail("Portal:Address must be an https address in Production.")
            : ValidateOptionsResult.Success;
    }
}
