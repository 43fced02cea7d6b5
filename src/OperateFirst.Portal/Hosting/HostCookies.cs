using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Hosting;

/// <summary>
/// How the portal's cookies are locked. Browsers keep <c>__Host-</c> cookies to this very host and to HTTPS; only Development
/// at an http address has to do without.
/// </summary>
public sealed class HostCookies(IHostEnvironment environment, IOptions<PortalOptions> portal)
{
    private bool IsLocked => !environment.IsDevelopment() || portal.Value.Address.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <param name="name">Without the prefix.</param>
    public string NameOf(string name) => IsLocked ? "__Host-" + name : name;

    /// <param name="name">Without the prefix.</param>
    public void Lock(CookieBuilder cookie, string name, SameSiteMode sameSite)
    {
        cookie.Name = NameOf(name);
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SecurePolicy = IsLocked ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.SameSite = sameSite;
    }
}
