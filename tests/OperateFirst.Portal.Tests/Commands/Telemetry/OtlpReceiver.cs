using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands.Telemetry;

/// <summary>A collector on the loopback that takes what is sent by OTLP over HTTP and keeps it. Texts stand in protobuf as they are.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly LoopbackServer server;
    private readonly ConcurrentQueue<(string Path, string Body)> received;

    private OtlpReceiver(LoopbackServer server, ConcurrentQueue<(string Path, string Body)> received)
    {
        this.server = server;
        this.received = received;
    }

    public Uri Address => server.Address;

    public static async Task<OtlpReceiver> StartAsync()
    {
        ConcurrentQueue<(string Path, string Body)> received = new();
        var server = await LoopbackServer.StartAsync(app => app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            received.Enqueue((http.Request.Path.Value ?? "", Encoding.UTF8.GetString(body.ToArray())));
            http.Response.ContentType = "application/x-protobuf";
        }));
        return new OtlpReceiver(server, received);
    }

    /// <param name="path"><c>/v1/traces</c> or <c>/v1/metrics</c>.</param>
    public string Of(string path) => string.Concat(received.Where(one => one.Path == path).Select(one => one.Body));

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
