using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Pages;

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

    [Fact]
    public async Task A_form_without_its_token_is_refused_everywhere_and_changes_nothing()
    {
        await using var portal = new PortalApp();
        await portal.LeadAsync();
        var before = await StateAsync(portal);
        var answers = new List<string>();
        foreach (var persona in new[] { "cooktheryan", "bburns", "operator" })
        {
            var who = await SignedIn.AsAsync(portal.ClientOptions.BaseAddress, persona);
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = portal.ClientOptions.BaseAddress };
            foreach (var path in Forms(portal))
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("Input.Confirmed", "true"), new("Input.Agreed", "true"), new("persona", "operator")]) };
                request.Headers.TryAddWithoutValidation("Cookie", who.Cookie);
                using var answer = await client.SendAsync(request, Cancellation);
                answers.Add($"{(int)answer.StatusCode} {path}");
            }
        }

        var others = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is null)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(method => method is not ("GET" or "HEAD")) == true)
            .Select(endpoint => endpoint.RoutePattern.RawText ?? "");
        Assert.All(others, path => Assert.StartsWith("/webhooks/", path, StringComparison.Ordinal));

        // What exists only for others answers as if it did not exist.
        Assert.All(answers, answer => Assert.True(answer.StartsWith("400", StringComparison.Ordinal) || answer.StartsWith("404", StringComparison.Ordinal) || answer.StartsWith("405", StringComparison.Ordinal), answer));
        Assert.True(answers.Count(answer => answer.StartsWith("400", StringComparison.Ordinal)) > 40, string.Join('\n', answers));
        Assert.Equal(before, await StateAsync(portal));
    }

    // Each page, and each of its handlers, in the program as it runs; the signed webhook has its own proof.
    private static IEnumerable<string> Forms(PortalApp portal)
    {
        foreach (var pattern in portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is { } page && page.ViewEnginePath is not ("/Error" or "/Status"))
            .Select(endpoint => endpoint.RoutePattern.RawText ?? "").Distinct())
        {
            var path = "/" + pattern.Replace("{slug}", "sigstore-aas", StringComparison.Ordinal).Replace("{name}", "telemetry", StringComparison.Ordinal).Trim('/');
            path = System.Text.RegularExpressions.Regex.Replace(path, "\\{[^}]*\\}", "coordination");
            yield return path;
            foreach (var handler in new[] { "Persona", "Remove", "Lead", "Withdraw", "Nudge", "End", "Appoint", "Approve", "Again", "GiveUp", "Close" })
            {
                yield return $"{path}?handler={handler}";
            }
        }
    }

    private static Task<State> StateAsync(PortalApp portal) => portal.ReadAsync(async db => new State(
        await db.LedgerEntries.CountAsync(entry => entry.Kind != Portal.Accounts.SignIn.OpenedKind, Cancellation), await db.OutboxMessages.CountAsync(Cancellation)));

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

    private sealed record State(int Entries, int Messages);
}
