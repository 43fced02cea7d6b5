namespace OperateFirst.Portal.Accounts;

/// <summary>The ways to sign in, by their stored names.</summary>
public static class SignInProviders
{
    public const string GitHub = "github";
    public const string Oidc = "oidc";
    public const string Development = "development";

    /// <summary>OpenID Connect has no public login: people are named by their e-mail address, which stays private.</summary>
    public static bool LoginIsEmail(string provider) => provider == Oidc;
}

/// <summary>What a provider said of the person who signed in. <paramref name="Email"/> is empty where it told none.</summary>
public sealed record SignedInPerson(string Provider, string Subject, string Login, string Name, string Email);
