using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>Asks for one page again and again over one connection, and allocates nothing by itself while it does.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[1024 * 1024];

    public RawClient(Uri server) => socket.Connect(IPAddress.Loopback, server.Port);

    /// <param name="cookies">Empty for none.</param>
    /// <param name="headers">Further lines, each with its end.</param>
    public static byte[] RequestFor(Uri server, string path, string cookies, string headers = "") =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{(cookies.Length > 0 ? $"Cookie: {cookies}\r\n" : "")}{headers}\r\n");

    /// <returns>Bytes of the answer, its head included.</returns>
    public int Ask(byte[] request)
    {
        socket.Send(request);
        var length = 0;
        while (true)
        {
            var read = socket.Receive(buffer.AsSpan(length));
            length += read;
            if (read == 0)
            {
                throw new InvalidOperationException("The server hung up.");
            }

            if (IsWhole(buffer.AsSpan(0, length)))
            {
                return buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200 "u8)
                    ? length
                    : throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, Math.Min(length, 500)));
            }
        }
    }

    public void Dispose() => socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var name = answer[..head].IndexOf("Content-Length: "u8);
        if (name < 0)
        {
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        }

        System.Buffers.Text.Utf8Parser.TryParse(answer[(name + 16)..], out int length, out _);
        return answer.Length >= head + 4 + length;
    }
}
