using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

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
            .Configure<IHostEnvironment>((cookie, environment) =>
            {
                // Browsers keep __Host- cookies to this very host and to HTTPS; over http on loopback the plain name has to do.
                cookie.Cookie.Name = environment.IsDevelopment() ? "portal-session" : "__Host-portal-session";
                cookie.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.LoginPath = "/sign-in";
                cookie.LogoutPath = "/sign-out";
                cookie.AccessDeniedPath = "/status/404";
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
                cookie.SlidingExpiration = true;

                // Who may not see a page learns nothing from it: the same answer as for one that does not exist.
                cookie.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                };
            });
        if (settings.GitHub.IsSet)
        {
            authentication.AddOAuth<OAuthOptions, OAuthHandler<OAuthOptions>>(
                SignInProviders.GitHub, oauth =>
                {
                    GitHubSignInHandler.Configure(oauth, settings.GitHub);
                    oauth.Events.OnRemoteFailure = BackToSignInAsync;
                });
        }

        if (settings.Oidc.IsSet)
        {
            authentication.AddOpenIdConnect(SignInProviders.Oidc, oidc =>
                {
                    OidcSignInHandler.Configure(oidc, settings.Oidc);
                    oidc.Events.OnRemoteFailure = BackToSignInAsync;
                });
        }
    }

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
