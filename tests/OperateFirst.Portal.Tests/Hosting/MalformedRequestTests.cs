using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>Nothing that arrives makes the program fail or grow.</summary>
public sealed partial class MalformedRequestTests
{
    private const int Seed = 20261020;
    private const int MostBodyBytes = 256 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Four_hundred_malformed_requests_fail_nothing_in_the_program() => SendAsync(400, double.MaxValue);

    [Fact]
    public async Task A_form_that_cannot_be_read_is_answered_with_a_sentence()
    {
        await using var portal = new PortalApp();
        var lead = await SignedIn.AsAsync(portal.ClientOptions.BaseAddress, "cooktheryan");
        using var client = Client(portal);
        foreach (var (type, fields, status, sentence) in new[]
        {
            ("application/x-www-form-urlencoded; charset=utf-7", 1, 415, "written in a way that the portal does not read"),
            ("application/x-www-form-urlencoded; charset=nonsense", 1, 415, "written in a way that the portal does not read"),
            ("application/x-www-form-urlencoded", 1_500, 400, "incomplete"),
            ("application/x-www-form-urlencoded", 20_000, 413, "larger than the portal takes here"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/projects/new?want=onboard");
            request.Headers.TryAddWithoutValidation("Cookie", lead.Cookie);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, fields).Select(i => $"Input.Name{i}=abcdefg&")) + $"__RequestVerificationToken={lead.Token}"));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

            using var answer = await client.SendAsync(request, Cancellation);

            Assert.Equal((type, status), (type, (int)answer.StatusCode));
            Assert.False(answer.Headers.Contains("Server"));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_filter_with_a_character_that_no_database_takes_finds_what_it_finds_without_it(string database)
    {
        await using var portal = new PortalApp(_ => { }, over: database == "SQLite" ? null : TestDatabase.OnServer(PostgresServer.CreateMigrated()));
        await portal.LeadAsync();
        var (@operator, coordinator) = (await portal.SignInAsync("operator"), await portal.SignInAsync("bburns"));
        var failed = new List<string>();
        foreach (var list in new[]
        {
            "/operations/agreements?q=", "/operations/projects?q=", "/operations/projects?after=", "/operations/agreements?handler=Export&q=", "/operations/deliveries?q=", "/review?project=",
            "/operations/projects?step=", "/operations/projects?projects=", "/review?kind=", "/review?state=", "/operations/issues?below=", "/sign-in?returnUrl=",
        })
        {
            using var answer = await (list.StartsWith("/review", StringComparison.Ordinal) ? coordinator : @operator).GetAsync($"{list}sigstore%00%01%ED%A0%80");
            if ((int)answer.StatusCode >= 400)
            {
                failed.Add($"{(int)answer.StatusCode} {list}");
            }
        }

        Assert.Empty(failed);
        Assert.Contains("sigstore-aas", await @operator.ReadAsync("/operations/projects?q=sigstore%00"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_of_the_query_and_of_the_form_together_are_not_too_many_to_bind()
    {
        await using var portal = new PortalApp();
        var lead = await portal.LeadAsync();
        var hidden = await lead.HiddenFieldsAsync("/projects/sigstore-aas/invitations/coordination");
        var inQuery = string.Concat(Enumerable.Range(0, 250).Select(_ => "&Input.Attendees.index=x"));
        var inForm = Enumerable.Range(0, 500).Select(i => ($"Input.Attendees[{i}].Name", (string?)"x")).ToArray();

        var answer = await lead.SendAsync($"/projects/sigstore-aas/invitations/coordination?a=b{inQuery}", hidden, inForm);
        var most = await lead.GetAsync("/guide?" + string.Concat(Enumerable.Range(0, 300).Select(_ => "a&")));

        Assert.InRange((int)answer.StatusCode, 200, 499);
        Assert.Equal(400, (int)most.StatusCode);
    }

    /// <param name="mostGrown">In MiB; it says something only where no other test runs beside.</param>
    internal static async Task SendAsync(int count, double mostGrown)
    {
        await using var portal = new PortalApp();
        await portal.LeadAsync();
        var senders = new List<SignedIn?> { null };
        foreach (var persona in new[] { "cooktheryan", "bburns", "operator" })
        {
            senders.Add(await SignedIn.AsAsync(portal.ClientOptions.BaseAddress, persona));
        }

        var requests = new MalformedRequests(Seed, AddressesOf(portal), await FieldsAsync(portal));
        using var client = Client(portal);
        var failures = new List<string>();
        var statuses = new SortedDictionary<int, int>();
        var sent = await SendSomeAsync(portal, client, requests, senders, count / 10, failures, statuses);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        sent += await SendSomeAsync(portal, client, requests, senders, count - (count / 10), failures, statuses);
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024;

        TestContext.Current.TestOutputHelper?.WriteLine($"{statuses.Values.Sum()} of {sent} requests were answered, the heap grew by {grown:F1} MiB; {string.Join(", ", statuses.Select(status => $"{status.Key}: {status.Value}"))}");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        Assert.InRange(statuses.Values.Sum(), sent * 9 / 10, sent);
        Assert.InRange(grown, double.MinValue, mostGrown);
    }

    /// <returns>How many were requests at all.</returns>
    private static async Task<int> SendSomeAsync(PortalApp portal, HttpClient client, MalformedRequests requests, List<SignedIn?> senders, int count, List<string> failures, SortedDictionary<int, int> statuses)
    {
        var sent = 0;
        for (var i = 0; i < count && failures.Count < 20; i++)
        {
            if (i % 20 == 19)
            {
                await SendBytesAsync(portal, requests.NextBytes(), failures);
                continue;
            }

            using var request = requests.Next(portal.ClientOptions.BaseAddress, senders[i % senders.Count]);
            if (request.RequestUri?.AbsolutePath.StartsWith("/sign-out", StringComparison.Ordinal) == true)
            {
                continue;
            }

            sent++;
            try
            {
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
                statuses[(int)answer.StatusCode] = statuses.GetValueOrDefault((int)answer.StatusCode) + 1;
                if ((int)answer.StatusCode >= 500 && !IsWordsFor500(request))
                {
                    var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(Cancellation);
                    var told = await answer.Content.ReadAsStringAsync(Cancellation);
                    failures.Add($"{(int)answer.StatusCode} {request.Method} {request.RequestUri} {request.Content?.Headers.ContentType} {body[..Math.Min(300, body.Length)]}\n{told[..Math.Min(1500, told.Length)]}");
                }
            }
            catch (HttpRequestException failure)
            {
                // The server may hang up on a body that is too large, before it is all sent.
                if (request.Content?.Headers.ContentLength is not > MostBodyBytes && !await IsAnsweredAloneAsync(portal, request))
                {
                    failures.Add($"{request.Method} {request.RequestUri} was not answered: {failure.Message}");
                }
            }
        }

        return sent;
    }

    // A kept connection may be given up in the moment in which it is used again: what is not answered on one of its own either was refused an answer.
    private static async Task<bool> IsAnsweredAloneAsync(PortalApp portal, HttpRequestMessage request)
    {
        using var client = Client(portal);
        using var again = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            again.Headers.TryAddWithoutValidation(name, values);
        }

        if (request.Content is { } content)
        {
            again.Content = new ByteArrayContent(await content.ReadAsByteArrayAsync(Cancellation));
            foreach (var (name, values) in content.Headers.NonValidated)
            {
                again.Content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        try
        {
            using var answer = await client.SendAsync(again, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            return (int)answer.StatusCode < 500;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // The pages that tell of an error, asked for by their own address.
    private static bool IsWordsFor500(HttpRequestMessage request) => request.RequestUri?.AbsolutePath.StartsWith("/status/5", StringComparison.Ordinal) == true;

    private static async Task SendBytesAsync(PortalApp portal, byte[] bytes, List<string> failures)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(portal.ClientOptions.BaseAddress.Host, portal.ClientOptions.BaseAddress.Port, Cancellation);
        var stream = connection.GetStream();
        try
        {
            await stream.WriteAsync(bytes, Cancellation);
            connection.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var line = await reader.ReadLineAsync(Cancellation) ?? "";

            // 501 and 505 are HTTP's own words for encodings and versions that the server does not speak.
            if (line.Contains(" 5", StringComparison.Ordinal) && !line.Contains(" 501", StringComparison.Ordinal) && !line.Contains(" 505", StringComparison.Ordinal))
            {
                failures.Add($"{line} for {Encoding.Latin1.GetString(bytes)[..Math.Min(200, bytes.Length)]}");
            }
        }
        catch (IOException)
        {
            // Hung up on: no answer is a fit one to noise.
        }
    }

    private static HttpClient Client(PortalApp portal) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = portal.ClientOptions.BaseAddress };

    private static List<string> AddressesOf(PortalApp portal) =>
        [.. portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText ?? "").Where(text => !text.Contains("{**")).Distinct().Order(StringComparer.Ordinal)];

    private static async Task<List<string>> FieldsAsync(PortalApp portal)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var lead = await portal.SignInAsync("cooktheryan");
        var @operator = await portal.SignInAsync("operator");
        foreach (var (who, page) in new[]
        {
            (lead, "/projects/new?want=onboard"), (lead, "/projects/sigstore-aas/edit"), (lead, "/projects/sigstore-aas/invitations/coordination"), (lead, "/projects/sigstore-aas/members"),
            (lead, "/projects/sigstore-aas/guide"), (lead, "/projects/sigstore-aas/agreements/telemetry"), (lead, "/verify"), (@operator, "/operations/holds"), (@operator, "/operations/agreements"), (@operator, "/review/stand-ins"),
        })
        {
            names.UnionWith(NameAttribute().Matches(await who.ReadAsync(page)).Select(match => match.Groups[1].Value));
        }

        return [.. names.Where(name => !name.StartsWith("__", StringComparison.Ordinal))];
    }

    [GeneratedRegex("name=\"([^\"]+)\"")]
    private static partial Regex NameAttribute();
}
