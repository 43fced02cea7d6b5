using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>A mail server on loopback that accepts everything and remembers when it had each e-mail whole.</summary>
internal sealed class QuietMailServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Guid, long> arrived = new();
    private int connections;

    public QuietMailServer()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => connections;

    /// <summary>When each e-mail was there, as <see cref="Stopwatch.GetTimestamp"/> has it, by the id of its message.</summary>
    public IReadOnlyDictionary<Guid, long> Arrived => arrived;

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Disposed of.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await SayAsync(stream, "220 quiet");
            while (await reader.ReadLineAsync() is { } line)
            {
                await SayAsync(stream, line.Split(' ')[0].ToUpperInvariant() switch
                {
                    "EHLO" => "250-quiet\r\n250-PIPELINING\r\n250 8BITMIME",
                    "DATA" => "354 go on",
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                });
                if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
                {
                    await TakeAsync(reader);
                    await SayAsync(stream, "250 taken");
                }
            }
        }
    }

    private async Task TakeAsync(StreamReader reader)
    {
        var id = Guid.Empty;
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            if (line.StartsWith("Message-Id: <", StringComparison.OrdinalIgnoreCase))
            {
                _ = Guid.TryParseExact(line.Split('<', '@')[1], "N", out id);
            }
        }

        arrived.TryAdd(id, Stopwatch.GetTimestamp());
    }

    private static ValueTask SayAsync(NetworkStream stream, string words) => stream.WriteAsync(Encoding.ASCII.GetBytes(words + "\r\n"));
}
