using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace OperateFirst.Portal.Accounts;

/// <summary>Signs in with any OpenID Connect provider by the authorization code flow with PKCE.</summary>
internal static class OidcSignInHandler
{
    private const string EmailVerified = "email_verified";

    public static void Configure(OpenIdConnectOptions oidc, OidcSignIn settings)
    {
        oidc.Authority = settings.Authority;
        oidc.ClientId = settings.ClientId;
        oidc.ClientSecret = settings.ClientSecret;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.UsePkce = true;
        oidc.MapInboundClaims = false;
        oidc.GetClaimsFromUserInfoEndpoint = true;
        oidc.RequireHttpsMetadata = !new Uri(settings.Authority).IsLoopback;

        // Nobody signs out at the provider through the portal: a request from elsewhere must not end a session here.
        oidc.RemoteSignOutPath = PathString.Empty;
        oidc.SignedOutCallbackPath = PathString.Empty;
        oidc.Scope.Clear();
        oidc.Scope.Add("openid");
        oidc.Scope.Add("profile");
        oidc.Scope.Add("email");

        // Where the token leaves the address to the user info, whether it is verified is told there too.
        oidc.ClaimActions.MapUniqueJsonKey(EmailVerified, EmailVerified);
        oidc.Events.OnTokenValidated = RefuseUnsigned;
        oidc.Events.OnTicketReceived = CreateTicketAsync;
    }

    // The framework takes a token without a signature where it came from the provider itself, as the standard allows; nobody has to.
    private static Task RefuseUnsigned(TokenValidatedContext context)
    {
        if (context.SecurityToken.RawSignature.Length == 0)
        {
            context.Fail("The token is not signed.");
        }

        return Task.CompletedTask;
    }

    private static async Task CreateTicketAsync(TicketReceivedContext context)
    {
        var told = context.Principal ?? throw new AuthenticationFailureException("The provider told nothing of the person.");
        var subject = told.FindFirstValue("sub") ?? throw new AuthenticationFailureException("The provider told no subject.");

        // Members are added by address, and roles given by it: one that nobody has verified must not open anything.
        var settings = context.HttpContext.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value.Oidc;
        var verified = told.FindFirstValue(EmailVerified) switch
        {
            "true" or "True" => true,
            null => settings.TrustEmail,
            _ => false,
        };
        var email = verified ? told.FindFirstValue("email") ?? "" : "";
        var name = told.FindFirstValue("name") ?? told.FindFirstValue("preferred_username") ?? "";
        var person = new SignedInPerson(SignInProviders.Oidc, subject, email, name, email);
        var signIn = context.HttpContext.RequestServices.GetRequiredService<SignIn>();
        context.Principal = await signIn.RunAsync(person, context.Scheme.Name, context.HttpContext.RequestAborted);
    }
}
