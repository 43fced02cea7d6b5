using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.TestSupport;

public sealed class HttpStubTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_are_answered_in_turn_and_recorded()
    {
        await using var stub = await HttpStub.StartAsync();
        using var client = new HttpClient { BaseAddress = stub.Address };
        stub.Answer(HttpMethod.Post, "/issues", StubAnswer.Json(429, "{}", ("Retry-After", "7")))
            .Answer(HttpMethod.Post, "/issues", StubAnswer.Json(201, """{"number":1}"""));

        using var first = await client.PostAsync(new Uri("/issues?a=b", UriKind.Relative), new StringContent("hello"), Cancellation);
        using var second = await client.PostAsync(new Uri("/issues", UriKind.Relative), null, Cancellation);

        Assert.Equal((429, TimeSpan.FromSeconds(7)), ((int)first.StatusCode, first.Headers.RetryAfter?.Delta));
        Assert.Equal("""{"number":1}""", await second.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(("?a=b", "hello"), (stub.Requests[0].Query, stub.Requests[0].Body));
        Assert.Empty(stub.Unasked);
    }

    [Fact]
    public async Task A_call_that_was_not_told_of_fails_the_test_at_the_end()
    {
        var stub = await HttpStub.StartAsync();
        using var client = new HttpClient { BaseAddress = stub.Address };
        stub.Answer(HttpMethod.Get, "/user", StubAnswer.Json(200, "{}"));

        using var answer = await client.GetAsync(new Uri("/else", UriKind.Relative), Cancellation);

        Assert.Equal(501, (int)answer.StatusCode);
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await stub.DisposeAsync());
        Assert.Contains("GET /else (next in turn: GET /user)", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_can_be_reset_cut_short_or_left_silent()
    {
        await using var stub = await HttpStub.StartAsync();
        using var client = new HttpClient { BaseAddress = stub.Address, Timeout = TimeSpan.FromMilliseconds(300) };
        stub.Answer(HttpMethod.Post, "/", StubAnswer.Reset())
            .Answer(HttpMethod.Post, "/", StubAnswer.CutShort(201, """{"number":1}"""))
            .Answer(HttpMethod.Post, "/", StubAnswer.Silence());

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new Uri("/", UriKind.Relative), null, Cancellation));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new Uri("/", UriKind.Relative), null, Cancellation));
        await Assert.ThrowsAsync<TaskCanceledException>(() => client.PostAsync(new Uri("/", UriKind.Relative), null, Cancellation));
    }
}
