using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Accounts;

public sealed class SignInOptions
{
    public const string Section = "SignIn";

    public GitHubSignIn GitHub { get; init; } = new();

    public OidcSignIn Oidc { get; init; } = new();

    /// <summary>Offers ready personas, in the Development environment and on loopback only.</summary>
    public bool Development { get; init; }

    /// <summary>The providers whose logins members are added by, first the one to offer.</summary>
    public IReadOnlyList<string> Providers =>
    [
        .. GitHub.IsSet ? [SignInProviders.GitHub] : Array.Empty<string>(),
        .. Oidc.IsSet ? [SignInProviders.Oidc] : Array.Empty<string>(),
        .. Development ? [SignInProviders.Development] : Array.Empty<string>(),
    ];
}

public sealed class GitHubSignIn
{
    public string ClientId { get; init; } = "";
    public string ClientSecret { get; init; } = "";

    /// <summary>Where people sign in: GitHub, a GitHub Enterprise server, an emulator.</summary>
    public string BaseUrl { get; init; } = "https://github.com";

    public string ApiUrl { get; init; } = "https://api.github.com";

    public bool IsSet => ClientId.Length > 0;
}

public sealed class OidcSignIn
{
    public string Authority { get; init; } = "";
    public string ClientId { get; init; } = "";
    public string ClientSecret { get; init; } = "";

    /// <summary>For a provider that verifies every address but does not say so (no <c>email_verified</c> claim).</summary>
    public bool TrustEmail { get; init; }

    /// <summary>What the sign-in button says: "Sign in with NAME".</summary>
    public string Name { get; init; } = "your organisation";

    public bool IsSet => Authority.Length > 0;
}

/// <summary>Names the setting that is missing or must not be there.</summary>
internal sealed class SignInOptionsCheck(IHostEnvironment environment) : IValidateOptions<SignInOptions>
{
    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(SignInOptions options)
    {
        if (options.Development && !environment.IsDevelopment())
        {
            yield return "SignIn:Development must be false outside the Development environment: it lets anyone in.";
        }

        if (options.Providers.Count == 0)
        {
            yield return "No way to sign in is set: set SignIn:GitHub:ClientId and SignIn:GitHub:ClientSecret, or SignIn:Oidc:Authority and SignIn:Oidc:ClientId.";
        }

        if (options.GitHub.IsSet && options.GitHub.ClientSecret.Length == 0)
        {
            yield return "SignIn:GitHub:ClientId is set, SignIn:GitHub:ClientSecret is not: set it too.";
        }

        if (options.Oidc.IsSet && options.Oidc.ClientId.Length == 0)
        {
            yield return "SignIn:Oidc:Authority is set, SignIn:Oidc:ClientId is not: set it too.";
        }

        foreach (var (setting, value) in new[]
        {
            ("SignIn:GitHub:BaseUrl", options.GitHub.BaseUrl),
            ("SignIn:GitHub:ApiUrl", options.GitHub.ApiUrl),
            ("SignIn:Oidc:Authority", options.Oidc.IsSet ? options.Oidc.Authority : "https://unset"),
        })
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                yield return $"{setting} must be an absolute http or https address.";
            }
            else if (uri.Scheme == "http" && !uri.IsLoopback && environment.IsProduction())
            {
                yield return $"{setting} must be an https address in Production.";
            }
        }
    }
}
