using System.Net;
using System.Net.Http.Headers;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>What every answer in Production says to browsers, whatever it answers.</summary>
public sealed class ResponseHeaderTests
{
    private const string Unreadable = "/verify?form=unreadable";
    private const string Unsigned = "/webhooks/github?signed=not";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_carries_every_header_and_names_no_server()
    {
        await using var portal = new ProductionPortal(new() { ["RateLimits:SignIns"] = "1" });
        using var visitor = portal.Visit();
        using var signedIn = portal.Visit();
        await (await signedIn.GetAsync(ProductionPortal.SignInPath, Cancellation)).Content.LoadIntoBufferAsync(Cancellation);
        var problems = new List<string>();
        var statuses = new HashSet<int>();

        foreach (var (who, client) in new[] { ("anybody", visitor), ("an operator", signedIn) })
        {
            foreach (var (method, path) in Corpus(portal))
            {
                using var request = new HttpRequestMessage(method, path);
                request.Content = path switch
                {
                    Unreadable => new StringContent("a=b", MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-7")),
                    Unsigned => new StringContent("{}", MediaTypeHeaderValue.Parse("application/json")),
                    _ => null,
                };
                using var answer = await client.SendAsync(request, Cancellation);
                statuses.Add((int)answer.StatusCode);
                problems.AddRange(Problems(answer).Select(problem => $"{method} {path} for {who}, {(int)answer.StatusCode}: {problem}"));
            }
        }

        Assert.Empty(problems);
        Assert.Empty(new[] { 200, 302, 400, 401, 404, 405, 415, 429, 500 }.Except(statuses));
    }

    [Fact]
    public async Task The_answer_that_nothing_changed_carries_them_too()
    {
        await using var portal = new ProductionPortal();
        using var visitor = portal.Visit();
        foreach (var path in new[] { "/meetings/coordination.ics", "/ledger/heads.json", "/favicon.svg" })
        {
            using var first = await visitor.GetAsync(path, Cancellation);
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(first.Headers.ETag ?? throw new InvalidOperationException($"{path} has no ETag."));

            using var answer = await visitor.SendAsync(again, Cancellation);

            Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
            Assert.Empty(Problems(answer));
        }
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public async Task An_error_tells_nothing_of_what_failed(string accept)
    {
        await using var portal = new ProductionPortal();
        using var visitor = portal.Visit();
        visitor.DefaultRequestHeaders.Add("Accept", accept);

        using var answer = await visitor.GetAsync(ProductionPortal.FailPath, Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        foreach (var detail in new[] { ProductionPortal.FailMessage, nameof(InvalidOperationException), nameof(ProductionPortal), " at " + nameof(OperateFirst) })
        {
            Assert.DoesNotContain(detail, body, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("https://evil.example.org/")]
    [InlineData("https://10.128.0.7:8443/")]
    public async Task Whatever_name_a_request_gives_the_portal_no_answer_leads_there(string address)
    {
        await using var portal = new ProductionPortal();
        using var visitor = portal.Visit(address);

        using var answer = await visitor.GetAsync("/projects", Cancellation);
        using var probe = await visitor.GetAsync("/health/live", Cancellation);

        Assert.Equal(ProductionPortal.Host, answer.Headers.Location?.Host);
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    private static IEnumerable<(HttpMethod Method, string Path)> Corpus(ProductionPortal portal)
    {
        foreach (var pattern in portal.Endpoints.Select(endpoint => endpoint.RoutePattern.RawText ?? "").Distinct().Order(StringComparer.Ordinal))
        {
            var path = "/" + string.Join('/', pattern.Trim('/').Split('/').Select(part => part.Contains('{') ? "1" : part));
            yield return (HttpMethod.Get, path);
            yield return (HttpMethod.Post, path);
            yield return (HttpMethod.Head, path);
        }

        foreach (var path in new[]
        {
            "/no-such-page", "/projects/no-such-project", "/status/404", "/error", "/favicon.svg", "/css/portal.css", "/portal.js", "/meetings/coordination.ics", "/meetings/sprint-planning.ics", "/operations/agreements.csv",
            "/operations/agreements.json", "/agreements/telemetry", "/agreements/telemetry/v/1", ProductionPortal.FailPath, "/signin-github?code=x&state=y", "/guide?" + new string('&', 300), "//evil.example.org",
        })
        {
            yield return (HttpMethod.Get, path);
        }

        yield return (HttpMethod.Post, Unreadable);
        yield return (HttpMethod.Post, Unsigned);
        yield return (HttpMethod.Put, "/guide");
        yield return (HttpMethod.Trace, "/guide");
    }

    private static IEnumerable<string> Problems(HttpResponseMessage answer)
    {
        foreach (var (name, expected) in new[]
        {
            ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "strict-origin-when-cross-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
        })
        {
            if (One(answer, name) != expected)
            {
                yield return $"{name} is “{One(answer, name)}”";
            }
        }

        var csp = One(answer, "Content-Security-Policy");
        foreach (var part in new[] { "default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'" })
        {
            if (!csp.Contains(part, StringComparison.Ordinal))
            {
                yield return $"Content-Security-Policy lacks {part}: {csp}";
            }
        }

        if (csp.Contains("unsafe", StringComparison.Ordinal) || One(answer, "Server").Length > 0 || One(answer, "X-Powered-By").Length > 0)
        {
            yield return $"Server “{One(answer, "Server")}”, {csp}";
        }
    }

    private static string One(HttpResponseMessage answer, string name) =>
        string.Join(", ", new HttpHeaders[] { answer.Headers, answer.Content.Headers }.Where(headers => headers.NonValidated.Contains(name)).Select(headers => headers.NonValidated[name].ToString()));
}
