using System.Net;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Accounts;

/// <summary>Wherever the portal takes an address to lead back to, it leads to a page of its own.</summary>
public sealed class ReturnAddressTests
{
    private static readonly string[] Hostile =
    [
        "https://evil.example.org", "http://evil.example.org/", "HTTPS://evil.example.org", "https:evil.example.org", "https:/evil.example.org", "https:///evil.example.org", "https:\\\\evil.example.org", "ftp://evil.example.org",
        "//evil.example.org", "///evil.example.org", "////evil.example.org", "//evil.example.org/..", "//evil.example.org/%2e%2e", "//evil", "//127.0.0.1:1/", "//[::1]/", "//1249763844/", "//0x7f.1/",
        "/\\evil.example.org", "/\\/evil.example.org", "\\/evil.example.org", "\\\\evil.example.org", "\\evil.example.org", "/\\\\evil.example.org", "/\\\t/evil.example.org",
        "/\t/evil.example.org", "/\n/evil.example.org", "/\r/evil.example.org", "/\r\n/evil.example.org", "\t//evil.example.org", "\n//evil.example.org", " //evil.example.org", "//\tevil.example.org", "/\u0000/evil.example.org", "\u0001//evil.example.org",
        "/\u007f/evil.example.org", "/\u00a0/evil.example.org", "/\u200b/evil.example.org", "/\u2028/evil.example.org", "\ufeff//evil.example.org",
        "/%2fevil.example.org", "%2f%2fevil.example.org", "/%5cevil.example.org", "/%09/evil.example.org", "/%0d%0aLocation:%20https://evil.example.org", "%68ttps://evil.example.org", "/\r\nSet-Cookie: a=b",
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "mailto:a@example.org", "file:///etc/passwd", "blob:https://evil.example.org/x",
        "@evil.example.org", "//portal@evil.example.org", "https://localhost@evil.example.org", "https://localhost:5080@evil.example.org/", "https://localhost.evil.example.org", "//evil.example.org#@localhost", "//evil.example.org?@localhost",
        "//evil。example。org", "//evil．example．org", "／／evil.example.org", "/／evil.example.org", "//ｅvil.example.org", "https://evil｡example.org", "〱〱evil.example.org", "//\u202egro.elpmaxe.live",
        "~//evil.example.org", "~/\\evil.example.org", "~evil.example.org", "evil.example.org", "./evil.example.org", "../evil.example.org", "?https://evil.example.org", "#//evil.example.org", ";//evil.example.org", ".evil.example.org",
        "http://evil.example.org:80:80/", "http:////evil.example.org", "http://[evil.example.org", "//%", "//", "/\\", "\\", "https://", ":", "://evil.example.org",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_return_address_leads_off_the_portal()
    {
        Assert.True(Hostile.Distinct().Count() >= 60);
        await using var portal = new PortalApp();
        var address = portal.ClientOptions.BaseAddress;
        var lead = await SignedIn.AsAsync(address, "cooktheryan");
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        var ledAway = new List<string>();
        foreach (var hostile in Hostile)
        {
            var escaped = Uri.EscapeDataString(hostile);
            var token = new KeyValuePair<string, string>("__RequestVerificationToken", lead.Token);
            var places = new (HttpMethod Method, string Path, KeyValuePair<string, string>[] Fields)[]
            {
                (HttpMethod.Get, $"/sign-in?returnUrl={escaped}", []),
                (HttpMethod.Get, $"/sign-in?ReturnUrl={escaped}&returnUrl={escaped}", []),
                (HttpMethod.Post, "/sign-in?handler=Persona", [token, new("persona", "cooktheryan"), new("returnUrl", hostile)]),
                (HttpMethod.Post, $"/sign-in?handler=Persona&returnUrl={escaped}", [token, new("persona", "cooktheryan")]),
                (HttpMethod.Get, $"/sign-out?returnUrl={escaped}", []),
                (HttpMethod.Get, $"/projects?returnUrl={escaped}", []),
                (HttpMethod.Post, $"/projects/new?want=onboard&returnUrl={escaped}", [token, new("returnUrl", hostile)]),
                (HttpMethod.Get, $"/status/404?returnUrl={escaped}", []),
            };
            foreach (var (method, path, fields) in places)
            {
                using var request = new HttpRequestMessage(method, path) { Content = fields.Length > 0 ? new FormUrlEncodedContent(fields) : null };
                request.Headers.TryAddWithoutValidation("Cookie", lead.Cookie);
                using var answer = await client.SendAsync(request, Cancellation);
                if ((int)answer.StatusCode >= 500 || !Stays(address, answer))
                {
                    ledAway.Add($"{method} {path}: {(int)answer.StatusCode} {answer.Headers.NonValidated.FirstOrDefault(header => header.Key == "Location").Value}");
                }
            }
        }

        Assert.Empty(ledAway);
    }

    [Fact]
    public async Task Signing_out_with_a_return_address_leads_to_the_sign_in()
    {
        await using var portal = new PortalApp();
        foreach (var hostile in new[] { "//evil.example.org", "/guide" })
        {
            var lead = await portal.SignInAsync("cooktheryan");

            var answer = await lead.SendAsync($"/sign-out?returnUrl={Uri.EscapeDataString(hostile)}", await lead.HiddenFieldsAsync("/sign-out"));

            Assert.Equal("/sign-in", answer.Headers.Location?.OriginalString);
        }
    }

    [Theory]
    [InlineData("/guide?from=Zürich", "/guide?from=Z%C3%BCrich")]
    [InlineData("/guide?from=%C3%BC#p1", "/guide?from=%C3%BC#p1")]
    [InlineData("/projects/new?want=onboard", "/projects/new?want=onboard")]
    public async Task A_return_address_in_any_script_leads_back(string returnUrl, string expected)
    {
        await using var portal = new PortalApp();
        var lead = await portal.SignInAsync("cooktheryan");

        var answer = await lead.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_path_that_looks_like_another_site_is_not_redirected_to()
    {
        await using var portal = new PortalApp();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = portal.ClientOptions.BaseAddress };
        foreach (var path in new[] { "//evil.example.org/projects", "//evil.example.org/%2e%2e/projects", "/\\evil.example.org/projects", "//evil.example.org//sign-in", "///evil.example.org" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, portal.ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority) + path);
            using var answer = await client.SendAsync(request, Cancellation);

            Assert.True(Stays(portal.ClientOptions.BaseAddress, answer) && (int)answer.StatusCode < 500, $"{path}: {(int)answer.StatusCode} {answer.Headers.Location}");
        }
    }

    // As browsers read it: a backslash is a slash, and tabs and line ends are not there.
    private static bool Stays(Uri portal, HttpResponseMessage answer)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Location", out var values))
        {
            return true;
        }

        var location = values.ToString();
        var read = location.Replace('\\', '/').Replace("\t", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim();
        return location.All(char.IsAscii) && Uri.TryCreate(portal, read, out var target) && target.Authority == portal.Authority && target.Scheme == portal.Scheme;
    }
}
