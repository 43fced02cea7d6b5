using System.Data.Common;
using System.Runtime.ExceptionServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OperateFirst.Portal.Hosting;

namespace OperateFirst.Portal.Accounts;

/// <summary>Asked once on every request that shows a session's cookie. It may read what else the request needs of the person along with it.</summary>
public interface ISessionLookup
{
    /// <returns>False where the session was signed out of or is over.</returns>
    Task<bool> CountsAsync(Guid session, Guid account, CancellationToken cancel);
}

/// <summary>The cookie of a session. It counts only as long as the session's row is there.</summary>
internal static class SessionCookie
{
    /// <summary>Without the prefix that <see cref="HostCookies"/> adds.</summary>
    public const string Name = "portal-session";

    private static readonly object Unreadable = new();

    public static void Configure(CookieAuthenticationOptions cookie, HostCookies cookies)
    {
        cookies.Lock(cookie.Cookie, Name, SameSiteMode.Lax);
        cookie.LoginPath = "/sign-in";
        cookie.LogoutPath = "/sign-out";
        cookie.AccessDeniedPath = "/status/404";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
        cookie.SlidingExpiration = true;
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        var redirect = cookie.Events.OnRedirectToLogin;
        cookie.Events.OnRedirectToLogin = context =>
        {
            // Whether the person is signed in is not known: sending them to sign in again would be wrong.
            if (context.HttpContext.Items.TryGetValue(Unreadable, out var failure) && failure is Exception exception)
            {
                ExceptionDispatchInfo.Throw(exception);
            }

            return redirect(context);
        };

        // The pages lead back themselves, to addresses that they have looked at.
        cookie.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask;

        // Who may not see a page learns nothing from it: the same answer as for one that does not exist.
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var lookup = context.HttpContext.RequestServices.GetRequiredService<ISessionLookup>();
        try
        {
            if (Guid.TryParse(context.Principal?.FindFirstValue(PortalClaims.Session), out var session) &&
                Guid.TryParse(context.Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var account) &&
                await lookup.CountsAsync(session, account, context.HttpContext.RequestAborted))
            {
                return;
            }
        }
        catch (DbException failure)
        {
            // Nobody is let in unseen; the page that tells of the failure must not fail over it.
            context.HttpContext.Items[Unreadable] = failure;
        }

        context.RejectPrincipal();
    }
}
