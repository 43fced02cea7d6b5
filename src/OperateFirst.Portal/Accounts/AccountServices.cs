using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Hosting;

namespace OperateFirst.Portal.Accounts;

public static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsCheck>();
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RolesOptions>, RolesOptionsCheck>();
        services.AddOptions<RolesOptions>().BindConfiguration(RolesOptions.Section).ValidateOnStart();
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentAccount>();
        services.AddScoped<SignIn>();
        services.AddScoped<EndSession>();
        services.AddClockJob<ForgetOldSessions>();
        services.AddScoped<IContactDuties, DutiesInSettings>();
        services.AddTransient<IClaimsTransformation, RoleClaims>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.SignedIn, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Policies.Coordinator, policy => policy.RequireRole(PortalRoles.Coordinator))
            .AddPolicy(Policies.CoordinatorOrOperator, policy => policy.RequireRole(PortalRoles.Coordinator, PortalRoles.Operator))
            .AddPolicy(Policies.Operator, policy => policy.RequireRole(PortalRoles.Operator));
        AddSchemes(services, configuration.GetSection(SignInOptions.Section).Get<SignInOptions>() ?? new SignInOptions());
        return services;
    }

    private static void AddSchemes(IServiceCollection services, SignInOptions settings)
    {
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme);
        authentication.AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<HostCookies>(SessionCookie.Configure);
        if (settings.GitHub.IsSet)
        {
            authentication.AddOAuth<OAuthOptions, OAuthHandler<OAuthOptions>>(
                SignInProviders.GitHub, oauth =>
                {
                    GitHubSignInHandler.Configure(oauth, settings.GitHub);
                    oauth.Events.OnRemoteFailure = BackToSignInAsync;
                });
            services.AddOptions<OAuthOptions>(SignInProviders.GitHub)
                .Configure<HostCookies>((oauth, cookies) => LockJourneyCookie(cookies, oauth.CorrelationCookie, "portal-sign-in."));
        }

        if (settings.Oidc.IsSet)
        {
            authentication.AddOpenIdConnect(SignInProviders.Oidc, oidc =>
                {
                    OidcSignInHandler.Configure(oidc, settings.Oidc);
                    oidc.Events.OnRemoteFailure = BackToSignInAsync;
                });
            services.AddOptions<OpenIdConnectOptions>(SignInProviders.Oidc).Configure<HostCookies>((oidc, cookies) =>
            {
                LockJourneyCookie(cookies, oidc.CorrelationCookie, "portal-sign-in.");
                LockJourneyCookie(cookies, oidc.NonceCookie, "portal-nonce.");
            });
        }
    }

    // The provider may send the person back by a form of its own, as OpenID Connect does: only SameSite=None comes along then.
    private static void LockJourneyCookie(HostCookies cookies, CookieBuilder cookie, string name) => cookies.Lock(cookie, name, cookie.SameSite);

    // Refused, cancelled, tampered with or gone stale: nobody is signed in, and the page says how to try again.
    private static Task BackToSignInAsync(RemoteFailureContext context)
    {
        context.Response.Redirect("/sign-in?failed=true");
        context.HandleResponse();
        return Task.CompletedTask;
    }
}

public static class Policies
{
    public const string SignedIn = "signed-in";
    public const string Coordinator = "coordinator";
    public const string CoordinatorOrOperator = "coordinator-or-operator";
    public const string Operator = "operator";
}
