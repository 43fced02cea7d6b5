using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OperateFirst.Portal.TestSupport.OpenId;

namespace OperateFirst.Portal.Tests.TestSupport;

/// <summary>The provider against the framework's own OpenID Connect client, as the portal uses it.</summary>
public sealed class OpenIdProviderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_person_is_signed_in_with_their_claims(string responseMode)
    {
        await using var provider = await OpenIdProvider.StartAsync();
        provider.User = new OpenIdUser("subject-7", "Ada", "ada@example.org", "ada");

        Assert.Equal("subject-7 ada@example.org", await SignInAsync(provider, responseMode));
        Assert.Empty(provider.Refusals);
    }

    [Theory]
    [InlineData(Tampering.State)]
    [InlineData(Tampering.Nonce)]
    [InlineData(Tampering.Issuer)]
    [InlineData(Tampering.Audience)]
    [InlineData(Tampering.Signature)]
    [InlineData(Tampering.Expired)]
    [InlineData(Tampering.Denied)]
    public async Task Each_way_of_tampering_is_one_that_a_sound_client_refuses(Tampering tampering)
    {
        await using var provider = await OpenIdProvider.StartAsync();
        provider.Tampering = tampering;

        Assert.StartsWith("refused: ", await SignInAsync(provider), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_must_know_its_secret_and_come_back_where_it_is_registered()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        Assert.StartsWith("refused: ", await SignInAsync(provider, secret: "guessed"), StringComparison.Ordinal);
        Assert.Equal("token: wrong client id or secret", Assert.Single(provider.Refusals));

        await using var strict = await OpenIdProvider.StartAsync(new Uri("http://127.0.0.1:9/signin-oidc"));
        Assert.Contains("is not a registered redirect address", await SignInAsync(strict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verifier_must_fit_the_challenge()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = provider.Authority };
        const string Redirect = "http://127.0.0.1:9/signin-oidc";
        using var authorized = await client.GetAsync(
            new Uri(
                $"/authorize?client_id={OpenIdProvider.ClientId}&response_type=code&scope=openid&redirect_uri={Redirect}&code_challenge=abc&code_challenge_method=S256",
                UriKind.Relative),
            Cancellation);
        var code = System.Web.HttpUtility.ParseQueryString(authorized.Headers.Location?.Query ?? "")["code"] ?? "";

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = Redirect,
            ["client_id"] = OpenIdProvider.ClientId,
            ["client_secret"] = OpenIdProvider.ClientSecret,
            ["code_verifier"] = "not-the-one",
        });
        using var refused = await client.PostAsync(new Uri("/token", UriKind.Relative), form, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("token: the PKCE verifier does not fit the challenge", Assert.Single(provider.Refusals));
    }

    private static async Task<string> SignInAsync(OpenIdProvider provider, string responseMode = "query", string secret = OpenIdProvider.ClientSecret)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication("cookie").AddCookie("cookie").AddOpenIdConnect("oidc", options =>
        {
            options.Authority = provider.Authority.ToString();
            options.RequireHttpsMetadata = false;
            options.ClientId = OpenIdProvider.ClientId;
            options.ClientSecret = secret;
            options.ResponseType = "code";
            options.ResponseMode = responseMode;
            options.Scope.Add("email");
            options.MapInboundClaims = false;
            options.NonceCookie.SecurePolicy = options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Events.OnRemoteFailure = context =>
            {
                context.HandleResponse();
                return context.Response.WriteAsync($"refused: {context.Failure?.Message}");
            };
        });
        await using var app = builder.Build();
        app.UseAuthentication();
        app.MapGet("/enter", () => TypedResults.Challenge(new AuthenticationProperties { RedirectUri = "/me" }, ["oidc"]));
        app.MapGet("/me", (ClaimsPrincipal user) => $"{user.FindFirstValue("sub")} {user.FindFirstValue("email")}");
        await app.StartAsync(Cancellation);

        using var browser = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var answer = await browser.GetAsync(new Uri("/enter", UriKind.Relative), Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return responseMode == "form_post" ? await SubmitAsync(browser, text) : text;
    }

    private static async Task<string> SubmitAsync(HttpClient browser, string page)
    {
        var action = System.Text.RegularExpressions.Regex.Match(page, "action=\"([^\"]+)\"").Groups[1].Value;
        var fields = System.Text.RegularExpressions.Regex.Matches(page, "name=\"([^\"]+)\" value=\"([^\"]*)\"")
            .ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await browser.PostAsync(new Uri(WebUtility.HtmlDecode(action)), form, Cancellation);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}
