using System.Globalization;
using System.Net;
using System.Text;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>Requests that no browser sends, the same ones for the same seed.</summary>
/// <param name="addresses">Route patterns of the program.</param>
/// <param name="fields">Names of its forms' fields.</param>
internal sealed class MalformedRequests(int seed, IReadOnlyList<string> addresses, IReadOnlyList<string> fields)
{
    private static readonly string[] Values =
    [
        "", " ", "true", "-1", "0", "2147483648", "99999999999999999999", "NaN", "1e400", "0000-00-00", "2026-02-30", "9999-12-31", "00000000-0000-0000-0000-000000000000",
        "%00", "%ED%A0%80", "%FF%FE", "%", "%ZZ", "%u0000", "%0D%0ASet-Cookie:a=b", "%F0%9F%92%A9", "..%2F..%2Fetc%2Fpasswd", "%27;DROP TABLE Projects;--", "%3Cscript%3E",
        "sigstore-aas", "sigstore-aas%00", "telemetry", "https://github.com/a/b", "ada@example.org", "Ü", "%C0%AE%C0%AE", "{{7*7}}", "$%7Bjndi:x%7D", "a,b,c", "[]", "{\"a\":[1,2]}",
    ];

    private static readonly string[] Types =
    [
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=bogus", "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=\"utf-8\"", "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=\"", "multipart/mixed; boundary=x", "application/json", "text/plain", "a/b/c", ";;;", "x",
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Accept", ["*/*", "text/html", "q=;;", "application/json", "text/html;q=x"]),
        ("Accept-Language", ["de-DE", "xx-invalid-999", ",,,;q=1"]),
        ("Accept-Encoding", ["br", "gzip;q=0", "x, y;q=z", "identity;q=0, *;q=0"]),
        ("Range", ["bytes=0-", "bytes=-1", "bytes=9999999999999-1", "x=1-2", "bytes=0-0,1-1,2-2"]),
        ("If-None-Match", ["*", "\"", "W/\"x\", \"y\"", "x"]),
        ("If-Modified-Since", ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 99 Foo 0000"]),
        ("X-Forwarded-For", ["1.2.3.4", "x", "::1, ::2", "1.2.3.4:99999"]),
        ("X-Forwarded-Host", ["evil.example.org", "a b", "["]),
        ("X-Forwarded-Proto", ["https", "gopher"]),
        ("X-HTTP-Method-Override", ["DELETE"]),
        ("X-Requested-With", ["XMLHttpRequest"]),
        ("Content-Encoding", ["gzip", "x"]),
        ("Authorization", ["Bearer x", "Basic", "Negotiate YII="]),
        ("Referer", ["https://evil.example.org/", "::"]),
        ("Upgrade", ["h2c", "websocket"]),
        ("traceparent", ["00-x", "00-00000000000000000000000000000000-0000000000000000-00"]),
    ];

    private readonly Random random = new(seed);

    /// <param name="session">The cookies of somebody who is signed in; null for nobody.</param>
    public HttpRequestMessage Next(Uri portal, SignedIn? session)
    {
        var method = One("GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY");
        var request = new HttpRequestMessage(new HttpMethod(method), $"{portal.GetLeftPart(UriPartial.Authority)}{Path()}{Query()}");
        request.Headers.TryAddWithoutValidation("Cookie", Cookie(session));
        foreach (var (name, values) in random.GetItems(Headers, random.Next(0, 4)))
        {
            request.Headers.TryAddWithoutValidation(name, One(values));
        }

        if (method is not ("GET" or "HEAD" or "TRACE"))
        {
            request.Content = Body(session);
        }

        return request;
    }

    /// <summary>Bytes that are no request, or hardly one.</summary>
    public byte[] NextBytes()
    {
        var noise = new byte[random.Next(1, 200)];
        random.NextBytes(noise);
        var text = One(
            "GET\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET //evil.example.org/ HTTP/1.1\r\nHost: x y\r\n\r\n", "GET / HTTP/1.1\r\nHost: [::\r\n\r\n",
            "POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /verify HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nZZ\r\n", "GET http://a/b HTTP/1.1\r\nHost: c\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nCookie: " + new string('x', 40_000) + "\r\n\r\n", "GET /" + new string('a', 9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "GET /guide\0 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /gu\u00e4de HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"X-{i}: y\r\n")) + "\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: \u0001\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        return random.Next(4) == 0 ? noise : Encoding.Latin1.GetBytes(text);
    }

    private string Path()
    {
        if (random.Next(8) == 0)
        {
            return One("//evil.example.org", "/%2F%2Fevil", "/..%2f", "/%00", "/%ZZ", "/projects/%ED%A0%80", "/status/999999999999", "/status/500", "/status/200", "/status/99", "/error", "/operations/agreements.exe", "/%C0%AE", "/;a=b", "/a\\b");
        }

        var path = new StringBuilder();
        foreach (var part in One([.. addresses]).Trim('/').Split('/'))
        {
            path.Append('/').Append(part.Contains('{') ? (random.Next(2) == 0 ? "sigstore-aas" : Uri.EscapeDataString(One(Values))) : part);
        }

        return path.ToString();
    }

    private string Query() => random.Next(10) switch
    {
        < 4 => "",
        < 8 => "?" + Pairs(random.Next(1, 6), 0),
        8 => "?" + Pairs(random.Next(100, 230), 0)[..],
        _ => "?handler=" + One(Values) + "&" + Pairs(2, 0),
    };

    private string Pairs(int count, int longest)
    {
        var pairs = Enumerable.Range(0, count).Select(_ => $"{Uri.EscapeDataString(Field())}={(longest > 0 && random.Next(20) == 0 ? new string('x', random.Next(longest)) : One(Values))}");
        var text = string.Join('&', pairs);
        return longest == 0 && text.Length > 6_000 ? text[..6_000] : text;
    }

    private string Field()
    {
        var field = One([.. fields]);
        return random.Next(6) switch
        {
            0 => field + One("[0]", "[-1]", "[999999999]", "[abc]", "[]", ".x.y.z", "[0][0]", ".index"),
            1 => System.Text.RegularExpressions.Regex.Replace(field, "[0-9]+", random.Next(2000).ToString(CultureInfo.InvariantCulture)),
            2 => One("returnUrl", "handler", "page", "slug", "id", "after", "q", "__RequestVerificationToken", "__Invariant", "", ".", "[", "]", "Input", "Input.", "code"),
            _ => field,
        };
    }

    private string Cookie(SignedIn? session)
    {
        var own = session?.Cookie ?? "";
        return random.Next(8) switch
        {
            0 => One("portal-session=x", "portal-notice=CfDJ8", "portal-antiforgery=%%%", "=;=;;", "a=\"b", "portal-session=" + new string('A', 5_000), "portal-sessionC1=x; portal-session=chunks-999", "portal-notice=chunks-3"),
            1 when own.Length > 40 => own[..random.Next(20, own.Length)],
            2 => own + "; portal-notice=" + One("x", "CfDJ8AAAA", "chunks-2"),
            _ => own,
        };
    }

    private HttpContent Body(SignedIn? session)
    {
        var token = session is not null && random.Next(8) > 0 ? $"__RequestVerificationToken={Uri.EscapeDataString(session.Token)}&" : "";
        var type = random.Next(3) > 0 ? Types[0] : One(Types);
        var text = random.Next(12) switch
        {
            0 => token + Pairs(random.Next(400, 1_500), 0),
            1 => token + Pairs(3, 300_000),
            2 => "--x\r\nContent-Disposition: form-data; name=\"" + Field() + "\"\r\n\r\n" + One(Values) + One("\r\n--x--\r\n", "", "\r\n--x"),
            3 => One(Values),
            4 => new string('&', random.Next(2_000)),
            _ => token + Pairs(random.Next(1, 12), 20_000),
        };
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        if (random.Next(15) > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return content;
    }

    private string One(params string[] of) => of[random.Next(of.Length)];
}

/// <summary>What a browser of somebody who is signed in sends along.</summary>
/// <param name="Token">The antiforgery token of a form.</param>
internal sealed record SignedIn(string Cookie, string Token)
{
    public static async Task<SignedIn> AsAsync(Uri portal, string persona)
    {
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = portal };
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", await TokenAsync(browser, "/sign-in")), new("persona", persona)]);
        using var signedIn = await browser.PostAsync(new Uri("/sign-in?handler=Persona", UriKind.Relative), form, TestContext.Current.CancellationToken);
        return new SignedIn(cookies.GetCookieHeader(portal), await TokenAsync(browser, "/projects/new"));
    }

    private static async Task<string> TokenAsync(HttpClient browser, string page)
    {
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken);
        var field = html[html.IndexOf("__RequestVerificationToken", StringComparison.Ordinal)..];
        return field[(field.IndexOf("value=\"", StringComparison.Ordinal) + 7)..].Split('"')[0];
    }
}
