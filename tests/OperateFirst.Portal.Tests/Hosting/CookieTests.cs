using System.Net;

namespace OperateFirst.Portal.Tests.Hosting;

public sealed class CookieTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_cookie_of_Production_is_kept_to_this_host_to_HTTPS_and_from_scripts()
    {
        await using var portal = new ProductionPortal();
        using var visitor = portal.Visit();
        var set = new List<string>();
        set.AddRange(await CookiesAsync(visitor, HttpMethod.Get, ProductionPortal.SignInPath));
        var token = Token(await visitor.GetStringAsync("/sign-out", Cancellation));
        set.AddRange(await CookiesAsync(visitor, HttpMethod.Get, "/sign-out"));
        set.AddRange(await CookiesAsync(visitor, HttpMethod.Post, "/sign-out", ("__RequestVerificationToken", token)));
        using var another = portal.Visit();
        using var form = await another.GetAsync("/sign-in", Cancellation);
        set.AddRange(form.Headers.GetValues("Set-Cookie"));
        set.AddRange(await CookiesAsync(another, HttpMethod.Post, "/sign-in", ("__RequestVerificationToken", Token(await form.Content.ReadAsStringAsync(Cancellation))), ("provider", "github")));

        var names = set.Select(cookie => cookie.Split('=')[0]).ToHashSet();
        Assert.Superset(new HashSet<string> { "__Host-portal-session", "__Host-portal-antiforgery", "__Host-portal-notice" }, names);
        Assert.Contains(names, name => name.StartsWith("__Host-portal-sign-in.", StringComparison.Ordinal));
        Assert.All(set, cookie =>
        {
            Assert.StartsWith("__Host-portal-", cookie, StringComparison.Ordinal);
            Assert.Contains("; path=/;", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.True(cookie.Contains("; httponly", StringComparison.OrdinalIgnoreCase) || cookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase), cookie);
        });
    }

    [Theory]
    [InlineData("https://localhost", "__Host-portal-antiforgery")]
    [InlineData("http://localhost:5080", "portal-antiforgery")]
    public async Task In_Development_they_are_locked_where_the_portal_is_opened_by_HTTPS(string address, string name)
    {
        await using var portal = new InProcessPortal(new() { ["Portal:Address"] = address });
        using var visitor = portal.CreateClient(new() { BaseAddress = new Uri(address), AllowAutoRedirect = false });

        var cookies = await CookiesAsync(visitor, HttpMethod.Get, "/sign-in");

        Assert.StartsWith(name + "=", Assert.Single(cookies), StringComparison.Ordinal);
    }

    private static async Task<List<string>> CookiesAsync(HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = method == HttpMethod.Post ? new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) : null;
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.NotEqual(HttpStatusCode.BadRequest, answer.StatusCode);
        return answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [];
    }

    private static string Token(string html)
    {
        var field = html[html.IndexOf("__RequestVerificationToken", StringComparison.Ordinal)..];
        return field[(field.IndexOf("value=\"", StringComparison.Ordinal) + 7)..].Split('"')[0];
    }
}
