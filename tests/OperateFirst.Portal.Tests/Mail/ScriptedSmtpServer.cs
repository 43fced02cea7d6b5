using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OperateFirst.Portal.Tests.Mail;

/// <summary>A mail server on loopback that answers as the test says: a verb and the line to answer it with; no line cuts the connection.</summary>
internal sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private Task serving = Task.CompletedTask;

    /// <summary>Verb, or "." for the end of the e-mail.</summary>
    public Dictionary<string, string?> Answers { get; } = [];

    public List<string> Received { get; } = [];

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public static ScriptedSmtpServer Start()
    {
        var server = new ScriptedSmtpServer();
        server.listener.Start();
        server.serving = server.ServeAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(talks);
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await TalkAsync(client.GetStream());
            }
            catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
            {
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var verb = line.Split(' ')[0].ToUpperInvariant();
            if (verb == "DATA" && !Answers.ContainsKey(verb))
            {
                await writer.WriteLineAsync("354 go on");
                await ReadMailAsync(reader);
                verb = ".";
            }

            var answer = Answers.GetValueOrDefault(verb, verb == "QUIT" ? "221 bye" : "250 ok");
            if (answer is null)
            {
                return;
            }

            await writer.WriteLineAsync(answer);
        }
    }

    private async Task ReadMailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
        {
            mail.Append(line).Append('\n');
        }

        lock (Received)
        {
            Received.Add(mail.ToString());
        }
    }
}
