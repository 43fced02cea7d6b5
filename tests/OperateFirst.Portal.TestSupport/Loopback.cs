using System.Net;
using System.Net.Sockets;

namespace OperateFirst.Portal.TestSupport;

/// <summary>Ports on 127.0.0.1 for programs that must be told theirs before they start.</summary>
public static class Loopback
{
    // Below the range from which systems give ports to outgoing connections: one of those would else take the port of a
    // program that is killed and started again.
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly Lock Gate = new();
    private static int next = Random.Shared.Next(First, Last);

    /// <summary>A port nobody listens on now, and that is given once. Prefer port 0 where the server can say which it got.</summary>
    /// <exception cref="InvalidOperationException">All are taken.</exception>
    public static int FreePort()
    {
        lock (Gate)
        {
            for (var tries = First; tries < Last; tries++)
            {
                next = next < Last ? next + 1 : First;
                if (IsFree(next))
                {
                    return next;
                }
            }
        }

        throw new InvalidOperationException($"No port from {First} to {Last} is free.");
    }

    public static Uri Address(int port) => new($"http://127.0.0.1:{port}");

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
