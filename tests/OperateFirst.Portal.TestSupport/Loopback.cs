using System.Net;
using System.Net.Sockets;

namespace OperateFirst.Portal.TestSupport;

/// <summary>Ports on 127.0.0.1 for programs that must be told theirs before they start.</summary>
public static class Loopback
{
    /// <summary>A port nobody listens on now. Another program may take it before it is used: prefer port 0 where the server can say which it got.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static Uri Address(int port) => new($"http://127.0.0.1:{port}");
}
