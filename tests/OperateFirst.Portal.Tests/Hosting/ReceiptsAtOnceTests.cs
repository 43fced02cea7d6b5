using System.Net;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>Receipts that are checked lie in memory and in /tmp until they are whole: nobody fills either by sending many, slowly.</summary>
public sealed class ReceiptsAtOnceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receipts_are_taken_a_few_at_once_from_one_visitor_and_more_from_all_and_whoever_only_reads_does_not_wait()
    {
        await using var portal = new InProcessPortal();
        var end = new TaskCompletionSource();
        var slow = new List<Task<HttpResponseMessage>>();
        async Task FillAsync(string address)
        {
            var visitor = Client(portal, address);
            var begun = new List<Task<HttpResponseMessage>>();
            await Until.TrueAsync(
                $"{address} is refused",
                async () =>
                {
                    // One that came while a look had the last place was refused: another is sent instead.
                    begun.RemoveAll(sent => sent.IsCompleted);
                    begun.AddRange(Enumerable.Range(begun.Count, 4 - begun.Count).Select(_ => visitor.PostAsync("/verify", new SlowForm(end.Task), Cancellation)));
                    return await PostAsync(visitor, "/verify") == HttpStatusCode.TooManyRequests;
                },
                TimeSpan.FromSeconds(10),
                Cancellation);
            slow.AddRange(begun);
        }

        await FillAsync("192.0.2.1");
        using (var page = await Client(portal, "192.0.2.1").GetAsync("/verify", Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(Client(portal, "192.0.2.2"), "/verify"));
        for (var visitor = 2; visitor <= 6; visitor++)
        {
            await FillAsync($"192.0.2.{visitor}");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await PostAsync(Client(portal, "192.0.2.7"), "/verify"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(Client(portal, "192.0.2.7"), "/sign-in"));
        end.SetResult();
        Assert.All(await Task.WhenAll(slow), answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(Client(portal, "192.0.2.1"), "/verify"));
    }

    private static HttpClient Client(InProcessPortal portal, string from)
    {
        portal.VisitorsAddress = IPAddress.Parse(from);
        return portal.CreateClient(new() { BaseAddress = InProcessPortal.Address, AllowAutoRedirect = false });
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path)
    {
        using var answer = await client.PostAsync(path, new FormUrlEncodedContent([]), Cancellation);
        return answer.StatusCode;
    }

    /// <summary>Begins, and does not end before it is told to.</summary>
    private sealed class SlowForm : HttpContent
    {
        private readonly Task end;

        public SlowForm(Task end)
        {
            this.end = end;
            Headers.ContentType = new("application/x-www-form-urlencoded");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("Input.Text="u8.ToArray());
            await stream.FlushAsync();
            await end;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
