using System.Collections.Concurrent;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Mail;

/// <summary>Connections to the mail server that are kept for a while: most of a delivery is the greeting, TLS and the sign-in.</summary>
public sealed class SmtpConnections(IOptions<SmtpOptions> options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Shorter than any mail server waits for a silent client.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(15);

    /// <summary>A server that has gone silent must not hold up the portal's end.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly ConcurrentStack<Kept> kept = new();
    private readonly Lock gate = new();
    private ITimer? closing;

    /// <summary>A connection that the server has just answered on, signed in where the settings say so. Give it back, or dispose it after a failure.</summary>
    public async Task<SmtpClient> TakeAsync(CancellationToken cancel)
    {
        while (kept.TryPop(out var candidate))
        {
            if (candidate.UntilUtc > time.GetUtcNow() && await AnswersAsync(candidate.Client, cancel))
            {
                return candidate.Client;
            }

            candidate.Client.Dispose();
        }

        return await ConnectAsync(cancel);
    }

    public void Return(SmtpClient client)
    {
        kept.Push(new Kept(client, time.GetUtcNow() + KeptFor));
        lock (gate)
        {
            closing ??= time.CreateTimer(_ => CloseIdle(), null, KeptFor, KeptFor);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (closing?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Task.WhenAll(kept.Select(idle => SayGoodbyeAsync(idle.Client)));
    }

    private static async Task<bool> AnswersAsync(SmtpClient client, CancellationToken cancel)
    {
        try
        {
            await client.NoOpAsync(cancel);
            return true;
        }
        catch (Exception failure) when (IsOfTheConnection(failure))
        {
            return false;
        }
    }

    private async Task<SmtpClient> ConnectAsync(CancellationToken cancel)
    {
        var client = new SmtpClient { Timeout = (int)options.Value.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(await OpenAsync(cancel), options.Value.Host, options.Value.Port, options.Value.Security, cancel);
            if (options.Value.User.Length > 0)
            {
                await client.AuthenticateAsync(options.Value.User, options.Value.Password, cancel);
            }

            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    // MailKit's own would hold back the end of an e-mail until the server has acknowledged what came before: 40 ms each time.
    private async Task<Socket> OpenAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.Value.Timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Value.Host, options.Value.Port, either.Token);
            return socket;
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"{options.Value.Host} did not take the connection in time.", late);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void CloseIdle()
    {
        var now = time.GetUtcNow();
        var young = new List<Kept>();
        while (kept.TryPop(out var candidate))
        {
            if (candidate.UntilUtc > now)
            {
                young.Add(candidate);
            }
            else
            {
                _ = SayGoodbyeAsync(candidate.Client);
            }
        }

        foreach (var connection in young)
        {
            kept.Push(connection);
        }
    }

    private async Task SayGoodbyeAsync(SmtpClient client)
    {
        using var limit = new CancellationTokenSource(Farewell, time);
        using (client)
        {
            try
            {
                await client.DisconnectAsync(quit: true, limit.Token);
            }
            catch (Exception failure) when (IsOfTheConnection(failure) || failure is OperationCanceledException)
            {
                // It had nothing more to do anyway.
            }
        }
    }

    private static bool IsOfTheConnection(Exception failure) =>
        failure is IOException or CommandException or ProtocolException or TimeoutException or ServiceNotConnectedException or SocketException;

    private sealed record Kept(SmtpClient Client, DateTimeOffset UntilUtc);
}
