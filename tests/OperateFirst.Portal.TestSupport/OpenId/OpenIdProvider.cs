using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OperateFirst.Portal.TestSupport.OpenId;

/// <summary>
/// A small OpenID Connect provider on the loopback: authorization code flow with PKCE. It signs in <see cref="User"/> without asking
/// and checks what the portal sends as a strict provider would; <see cref="Tampering"/> makes it lie to the portal instead.
/// </summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "portal";
    public const string ClientSecret = "portal-openid-secret";

    private readonly LoopbackServer server;
    private readonly Issuing issuing;

    private OpenIdProvider(LoopbackServer server, Issuing issuing)
    {
        this.server = server;
        this.issuing = issuing;
    }

    /// <summary>Issuer and base of the discovery document.</summary>
    public Uri Authority => server.Address;

    /// <summary>Who is signed in from the next authorization on.</summary>
    public OpenIdUser User
    {
        get => issuing.User;
        set => issuing.User = value;
    }

    /// <summary>What the provider does wrong from the next request on.</summary>
    public Tampering Tampering
    {
        get => issuing.Tampering;
        set => issuing.Tampering = value;
    }

    /// <summary>What the provider refused, in words: empty after a sign-in that went well.</summary>
    public IReadOnlyList<string> Refusals => [.. issuing.Refusals];

    /// <param name="redirectUris">Addresses that sign-in may come back to, compared exactly; none given: any on the loopback.</param>
    public static async Task<OpenIdProvider> StartAsync(params Uri[] redirectUris)
    {
        var issuing = new Issuing(redirectUris);
        var server = await LoopbackServer.StartAsync(issuing.Map);
        return new OpenIdProvider(server, issuing);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        issuing.Dispose();
    }

    private sealed class Issuing(Uri[] redirectUris) : IDisposable
    {
        private readonly TokenSigner signer = new();
        private readonly ConcurrentDictionary<string, Grant> grants = new();
        private readonly ConcurrentDictionary<string, OpenIdUser> sessions = new();

        public OpenIdUser User { get; set; } = new("lead-subject", "Project Lead", "lead@example.org", "cooktheryan");

        public Tampering Tampering { get; set; }

        public ConcurrentQueue<string> Refusals { get; } = new();

        public void Map(WebApplication app)
        {
            app.UseRouting();
            app.MapGet("/.well-known/openid-configuration", (HttpRequest request) => Discovery(BaseOf(request)));
            app.MapGet("/jwks", () => Json(signer.KeySet));
            app.MapGet("/authorize", Authorize);
            app.MapPost("/token", TokenAsync);
            app.MapGet("/userinfo", UserInfo);
        }

        public void Dispose() => signer.Dispose();

        private static string BaseOf(HttpRequest request) => $"http://{request.Host}";

        private static ContentHttpResult Json(object value) => TypedResults.Text(JsonSerializer.Serialize(value), "application/json");

        private static ContentHttpResult Discovery(string issuer) => Json(new Dictionary<string, object>
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = $"{issuer}/authorize",
            ["token_endpoint"] = $"{issuer}/token",
            ["userinfo_endpoint"] = $"{issuer}/userinfo",
            ["jwks_uri"] = $"{issuer}/jwks",
            ["response_types_supported"] = new[] { "code" },
            ["response_modes_supported"] = new[] { "query", "form_post" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
            ["code_challenge_methods_supported"] = new[] { "S256" },
            ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_post", "client_secret_basic" },
            ["scopes_supported"] = new[] { "openid", "profile", "email" },
        });

        private IResult Authorize(HttpRequest request)
        {
            var query = request.Query;
            if (query["client_id"] != ClientId || query["response_type"] != "code" || !((string?)query["scope"] ?? "").Split(' ').Contains("openid"))
            {
                return Refuse("authorize: needs the client's id, response_type code and the scope openid");
            }

            if (!Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out var redirect)
                || (redirectUris.Length > 0 ? !redirectUris.Contains(redirect) : !redirect.IsLoopback))
            {
                return Refuse($"authorize: {query["redirect_uri"]} is not a registered redirect address");
            }

            if (query["code_challenge_method"] != "S256" || string.IsNullOrEmpty(query["code_challenge"]))
            {
                return Refuse("authorize: needs a PKCE challenge with S256");
            }

            var state = Tampering.HasFlag(Tampering.State) ? "forged-state" : (string?)query["state"] ?? "";
            var answer = new Dictionary<string, string> { ["state"] = state };
            if (Tampering.HasFlag(Tampering.Denied))
            {
                answer["error"] = "access_denied";
            }
            else
            {
                answer["code"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
                grants[answer["code"]] = new Grant(redirect.OriginalString, (string?)query["code_challenge"] ?? "", query["nonce"], User);
            }

            return query["response_mode"] == "form_post"
                ? TypedResults.Text(AutoSubmit(redirect, answer), "text/html")
                : TypedResults.Redirect(redirect + new QueryBuilder(answer).ToString());
        }

        private async Task<IResult> TokenAsync(HttpRequest request)
        {
            var form = await request.ReadFormAsync();
            var (client, secret) = ClientOf(request, form);
            if (client != ClientId || secret != ClientSecret)
            {
                return Refuse("token: wrong client id or secret", "invalid_client", StatusCodes.Status401Unauthorized);
            }

            // A code is good for one try, whatever comes of it.
            if (form["grant_type"] != "authorization_code" || !grants.TryRemove((string?)form["code"] ?? "", out var grant))
            {
                return Refuse("token: unknown or used code", "invalid_grant");
            }

            if (form["redirect_uri"] != grant.RedirectUri)
            {
                return Refuse("token: not the redirect address of the authorization", "invalid_grant");
            }

            var verifier = Encoding.ASCII.GetBytes((string?)form["code_verifier"] ?? "");
            if (TokenSigner.Base64Url(SHA256.HashData(verifier)) != grant.Challenge)
            {
                return Refuse("token: the PKCE verifier does not fit the challenge", "invalid_grant");
            }

            if (Tampering.HasFlag(Tampering.Garbage))
            {
                return TypedResults.Text("<html>Out of order</html>", "application/json");
            }

            var access = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            sessions[access] = grant.User;
            return Json(new
            {
                access_token = access,
                token_type = "Bearer",
                expires_in = 300,
                id_token = signer.IdToken(BaseOf(request), ClientId, grant.Nonce, grant.User, Tampering),
            });
        }

        private IResult UserInfo(HttpRequest request)
        {
            var token = request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
            return sessions.TryGetValue(token, out var user) ? Json(user.Claims()) : TypedResults.Unauthorized();
        }

        private static (string? Id, string? Secret) ClientOf(HttpRequest request, IFormCollection form)
        {
            var header = request.Headers.Authorization.ToString();
            if (!header.StartsWith("Basic ", StringComparison.Ordinal))
            {
                return (form["client_id"], form["client_secret"]);
            }

            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(header[6..])).Split(':', 2);
            return (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[^1]));
        }

        private JsonHttpResult<Dictionary<string, string>> Refuse(string why, string error = "invalid_request", int status = StatusCodes.Status400BadRequest)
        {
            Refusals.Enqueue(why);
            return TypedResults.Json(new Dictionary<string, string> { ["error"] = error, ["error_description"] = why }, statusCode: status);
        }

        private static string AutoSubmit(Uri redirect, Dictionary<string, string> answer)
        {
            var encode = System.Text.Encodings.Web.HtmlEncoder.Default;
            var fields = string.Concat(answer.Select(field => $"<input type=\"hidden\" name=\"{field.Key}\" value=\"{encode.Encode(field.Value)}\">"));
            return $"<!doctype html><html lang=\"en\"><title>Signing in</title><form method=\"post\" action=\"{encode.Encode(redirect.OriginalString)}\">"
                + $"{fields}<button>Go on</button></form><script>document.forms[0].submit()</script></html>";
        }
    }

    private sealed record Grant(string RedirectUri, string Challenge, string? Nonce, OpenIdUser User);
}
