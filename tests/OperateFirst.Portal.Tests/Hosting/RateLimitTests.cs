using System.Net;
using OperateFirst.Portal.Hosting;

namespace OperateFirst.Portal.Tests.Hosting;

public sealed class RateLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asks_too_much_is_told_when_to_try_again()
    {
        await using var portal = new InProcessPortal(new() { ["RateLimits:Requests"] = "3" });
        using var visitor = Client(portal);
        await RepeatAsync(3, () => GetAsync(visitor, "/guide", "text/html"));

        var (status, retryAfter, text) = await GetAsync(visitor, "/guide", "text/html");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.InRange(retryAfter, 1, 60);
        Assert.Contains("from you, or from your network,", text, StringComparison.Ordinal);
        Assert.Contains($"Wait {retryAfter} seconds, then load this page again.", text, StringComparison.Ordinal);

        var (_, seconds, plain) = await GetAsync(visitor, "/ledger/heads.json", "application/json");
        Assert.Equal($"Too many requests came from you, or from your network. Wait {seconds} seconds, then try again.\n", plain);
    }

    [Fact]
    public async Task Health_and_static_files_are_for_everybody_at_any_rate()
    {
        await using var portal = new InProcessPortal(new() { ["RateLimits:Requests"] = "1" });
        using var visitor = Client(portal);
        await RepeatAsync(2, () => GetAsync(visitor, "/guide"));

        foreach (var path in new[] { "/health/live", "/favicon.svg", "/health/live", "/health/ready", "/favicon.svg" })
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(visitor, path)).Status);
        }

        foreach (var path in new[] { "/health/other", "/health", "/metrics", "/metrics/x" })
        {
            Assert.Equal((path, HttpStatusCode.TooManyRequests), (path, (await GetAsync(visitor, path)).Status));
        }
    }

    [Fact]
    public async Task Whoever_sends_too_much_is_told_that_it_was_not_saved_and_to_go_back()
    {
        await using var portal = new InProcessPortal(new() { ["RateLimits:Forms"] = "1" });
        using var visitor = Client(portal);
        await PostsAsync(visitor, "/verify", 1);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/verify") { Content = new FormUrlEncodedContent([]) };
        request.Headers.TryAddWithoutValidation("Accept", "text/html");

        using var answer = await visitor.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("What you sent was not saved.", text, StringComparison.Ordinal);
        Assert.Contains($"what you typed is still there. Wait {answer.Headers.RetryAfter?.Delta?.TotalSeconds} seconds, then send it again.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_sign_in_providers_send_people_back_with_is_limited_by_address()
    {
        await using var portal = new InProcessPortal(new() { ["RateLimits:SignIns"] = "2", ["SignIn:GitHub:ClientId"] = "client", ["SignIn:GitHub:ClientSecret"] = "secret" });
        using var visitor = Client(portal);
        var statuses = new List<int>();
        foreach (var path in new[] { "/signin-github?code=x&state=y", "/SIGNIN-GitHub?code=x&state=z", "/signin-github", "/signin-github?code=x" })
        {
            statuses.Add((int)(await GetAsync(visitor, path)).Status);
        }

        Assert.Equal([302, 302, 429, 429], statuses);
        Assert.Equal([400], await PostsAsync(visitor, "/sign-in", 1));
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync(Client(portal, IPAddress.Parse("192.0.2.9")), "/signin-github")).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(90)]
    [InlineData(119)]
    [InlineData(1000)]
    [InlineData(1200)]
    public void Each_minute_gives_as_much_as_is_set(int aMinute)
    {
        var bucket = RateLimits.BucketFor(aMinute);

        Assert.Equal(aMinute, bucket.TokenLimit);
        Assert.Equal(aMinute, bucket.TokensPerPeriod * (TimeSpan.FromMinutes(1) / bucket.ReplenishmentPeriod), 0.01);
    }

    [Fact]
    public async Task Forms_and_sign_ins_have_stricter_limits_of_their_own()
    {
        await using var portal = new InProcessPortal(new() { ["RateLimits:Forms"] = "4", ["RateLimits:SignIns"] = "2" });
        using var visitor = Client(portal);

        Assert.Equal([400, 400, 429, 429], await PostsAsync(visitor, "/sign-in", 4));
        Assert.Equal([400, 400, 429], await PostsAsync(Client(portal, IPAddress.Parse("192.0.2.9")), "/sign-in", 3));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(visitor, "/guide")).Status);
        Assert.Equal([429], await PostsAsync(visitor, "/verify", 1));
    }

    [Fact]
    public async Task Who_is_signed_in_has_a_limit_of_their_own_wherever_they_come_from()
    {
        await using var portal = new InProcessPortal(new() { ["RateLimits:Requests"] = "12" });
        using var lead = portal.Visit();
        await lead.OpenAsync("/sign-in");
        await lead.PressAsync("Sign in as cooktheryan");
        using var anybody = Client(portal);
        while ((await GetAsync(anybody, "/guide")).Status == HttpStatusCode.OK)
        {
        }

        await lead.OpenAsync("/guide");
        Assert.Equal(HttpStatusCode.OK, lead.Status);
        for (var i = 0; i < 12; i++)
        {
            portal.VisitorsAddress = new IPAddress([192, 0, 2, (byte)i]);
            await lead.OpenAsync("/guide");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, lead.Status);
    }

    [Fact]
    public async Task An_IPv6_network_is_one_visitor_and_so_is_an_IPv4_address()
    {
        await using var portal = new InProcessPortal(new() { ["RateLimits:Requests"] = "1" });
        foreach (var (first, second, expected) in new[]
        {
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", 429), ("2001:db8:1:4::1", "2001:db8:1:5::1", 200), ("192.0.2.7", "::ffff:192.0.2.7", 429), ("192.0.2.8", "192.0.2.9", 200),
        })
        {
            using var one = Client(portal, IPAddress.Parse(first));
            await RepeatAsync(2, () => GetAsync(one, "/guide"));
            using var other = Client(portal, IPAddress.Parse(second));

            Assert.Equal((second, expected), (second, (int)(await GetAsync(other, "/guide")).Status));
        }
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData(null)]
    public async Task Only_a_proxys_word_on_who_asks_counts(string? proxies)
    {
        var settings = new Dictionary<string, string> { ["RateLimits:Requests"] = "1" };
        if (proxies is not null)
        {
            settings["Proxies:Networks:0"] = proxies;
        }

        await using var portal = new InProcessPortal(settings);
        foreach (var (from, expected) in new[] { ("10.1.2.3", proxies is null ? 429 : 200), ("192.0.2.7", 429) })
        {
            using var visitor = Client(portal, IPAddress.Parse(from));
            visitor.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1");
            await RepeatAsync(2, () => GetAsync(visitor, "/guide"));
            using var another = Client(portal, IPAddress.Parse(from));
            another.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.2");

            Assert.Equal((from, expected), (from, (int)(await GetAsync(another, "/guide")).Status));
        }
    }

    [Fact]
    public async Task Through_proxies_in_a_row_each_visitor_is_one_and_what_comes_before_a_stranger_does_not_count()
    {
        await using var portal = new InProcessPortal(new() { ["RateLimits:Requests"] = "1", ["Proxies:Networks:0"] = "10.0.0.0/8", ["Proxies:Addresses:0"] = "192.0.2.80" });
        foreach (var (first, second, expected) in new[]
        {
            ("198.51.100.1, 192.0.2.80", "198.51.100.2, 192.0.2.80", 200), ("198.51.100.3, 192.0.2.80, 10.9.9.9", "198.51.100.3, 192.0.2.80", 429), ("198.51.100.4, 203.0.113.5", "198.51.100.6, 203.0.113.5, 192.0.2.80", 429),
        })
        {
            using var visitor = Client(portal, IPAddress.Parse("10.1.2.3"));
            visitor.DefaultRequestHeaders.Add("X-Forwarded-For", first);
            await RepeatAsync(2, () => GetAsync(visitor, "/guide"));
            using var another = Client(portal);
            another.DefaultRequestHeaders.Add("X-Forwarded-For", second);

            Assert.Equal((second, expected), (second, (int)(await GetAsync(another, "/guide")).Status));
        }
    }

    private static HttpClient Client(InProcessPortal portal, IPAddress? from = null)
    {
        portal.VisitorsAddress = from ?? portal.VisitorsAddress;
        return portal.CreateClient(new() { BaseAddress = InProcessPortal.Address, AllowAutoRedirect = false });
    }

    private static async Task RepeatAsync(int times, Func<Task> ask)
    {
        for (var i = 0; i < times; i++)
        {
            await ask();
        }
    }

    private static async Task<(HttpStatusCode Status, int RetryAfter, string Text)> GetAsync(HttpClient client, string path, string accept = "*/*")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await client.SendAsync(request, Cancellation);
        return (answer.StatusCode, (int)(answer.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0), await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<List<int>> PostsAsync(HttpClient client, string path, int times)
    {
        var statuses = new List<int>();
        for (var i = 0; i < times; i++)
        {
            using var answer = await client.PostAsync(path, new FormUrlEncodedContent([]), Cancellation);
            statuses.Add((int)answer.StatusCode);
        }

        return statuses;
    }
}
