using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using OperateFirst.Portal.GitHub;

namespace OperateFirst.Portal.Tests.GitHub;

/// <summary>What nobody has signed yet takes little room, for a short time.</summary>
public sealed class WebhookBodiesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixteen_bodies_are_read_at_once_half_of_them_from_one_address()
    {
        var time = new FakeTimeProvider();
        using var bodies = new WebhookBodies(time);
        var (held, waiting) = (new List<HeldBody>(), new List<Task<(int Status, byte[] Body)>>());
        foreach (var address in new[] { "192.0.2.1", "192.0.2.1", "198.51.100.1", "203.0.113.1" })
        {
            for (var i = 0; i < WebhookBodies.MostOfOneAddress; i++)
            {
                held.Add(new HeldBody());
                waiting.Add(bodies.ReadAsync(From(address, held[^1]), _ => true, Cancel));
            }
        }

        Assert.Equal([.. Enumerable.Range(0, 8), .. Enumerable.Range(16, 8)], Enumerable.Range(0, 32).Where(i => held[i].IsRead));

        // The first who waits for nothing but a place gets the one that is free again.
        held[0].Arrive();
        Assert.Equal(200, (await waiting[0]).Status);
        await held[24].Begun.Task.WaitAsync(Cancel);
        time.Advance(WebhookBodies.LongestWait);
        foreach (var late in waiting[8..16].Concat(waiting[25..]))
        {
            Assert.Equal(503, (await late).Status);
        }

        time.Advance(WebhookBodies.LongestRead);
        Assert.Equal(408, (await waiting[1]).Status);
        Assert.Equal(408, (await waiting[23]).Status);
    }

    [Fact]
    public async Task A_row_that_is_too_long_is_refused_at_once()
    {
        using var bodies = new WebhookBodies(new FakeTimeProvider());
        var waiting = Enumerable.Range(0, 5 * WebhookBodies.MostOfOneAddress).Select(_ => bodies.ReadAsync(From("192.0.2.1", new HeldBody()), _ => true, Cancel)).ToList();

        Assert.Equal(503, (await bodies.ReadAsync(From("192.0.2.1", new HeldBody()), _ => true, Cancel)).Status);
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
    }

    [Fact]
    public async Task GitHub_is_heard_at_any_rate_while_somebody_holds_back_bodies()
    {
        await using var scene = new GitHubScene(new() { ["RateLimits:Requests"] = "2", ["RateLimits:Forms"] = "1" });
        var held = new List<TcpClient>();
        for (var i = 0; i < WebhookBodies.MostOfOneAddress; i++)
        {
            held.Add(await HoldBackAsync(scene.Portal.ClientOptions.BaseAddress, $"sha256={new string('0', 64)}"));
            Assert.StartsWith("HTTP/1.1 100 ", await LineAsync(held[^1]), StringComparison.Ordinal);
        }

        // Without what could be a signature nothing is waited for.
        using var unsigned = await HoldBackAsync(scene.Portal.ClientOptions.BaseAddress, "sha256=");
        Assert.StartsWith("HTTP/1.1 401 ", await LineAsync(unsigned), StringComparison.Ordinal);

        scene.Portal.Clock.Advance(WebhookBodies.LongestRead);
        foreach (var client in held)
        {
            Assert.Equal("", await LineAsync(client));
            Assert.StartsWith("HTTP/1.1 408 ", await LineAsync(client), StringComparison.Ordinal);
            client.Dispose();
        }

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await scene.SendAsync("ping", "{}")).Status);
        }
    }

    private static DefaultHttpContext From(string address, Stream body)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        http.Request.Body = body;
        return http;
    }

    /// <summary>Sends the beginning of a body; the server says 100 when it reads it.</summary>
    private static async Task<TcpClient> HoldBackAsync(Uri portal, string signature)
    {
        var client = new TcpClient();
        await client.ConnectAsync(portal.Host, portal.Port, Cancel);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {GitHubScene.Path} HTTP/1.1\r\nHost: {portal.Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nExpect: 100-continue\r\nX-Hub-Signature-256: {signature}\r\n\r\n{{"),
            Cancel);
        return client;
    }

    private static async Task<string> LineAsync(TcpClient client)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await client.GetStream().ReadAsync(one, Cancel) > 0 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }

    // Arrives when a test says so.
    private sealed class HeldBody : Stream
    {
        private readonly TaskCompletionSource<int> arrived = new();

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsRead => Begun.Task.IsCompleted;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Arrive() => arrived.SetResult(0);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Begun.TrySetResult();
            return await arrived.Task.WaitAsync(cancellationToken);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
