using System.Diagnostics;
using System.Net.Sockets;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>From the start of the process to the whole first page, over a database that is there; the reference makes its 50 rows meanwhile.</summary>
internal static class StartBenchmark
{
    private const int Rounds = 9;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    public static async Task<int> RunAsync(string folder)
    {
        var database = OutboxBenchmark.CopyOf(await FilledDatabase.OfAsync(1000, folder), "start");
        var (portal, reference) = (await PublishedPrograms.PortalAsync(folder), await PublishedPrograms.ReferenceAsync(folder));
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await FirstPageAsync(port => ChildProcess.Start("dotnet", [reference, $"http://127.0.0.1:{port}"], Path.GetDirectoryName(reference) ?? ""), "/reference"));
            ours.Add(await FirstPageAsync(port => PublishedPrograms.StartPortal(portal, database, port), "/"));
        }

        var verdict = new Verdict();
        var (mine, its) = (ours.Order().ElementAt(Rounds / 2), bare.Order().ElementAt(Rounds / 2));
        verdict.AtMost("first page, times the reference", mine / its, 1.5, $"{mine:N0} ms, reference {its:N0} ms");
        return verdict.Code;
    }

    private static async Task<double> FirstPageAsync(Func<int, ChildProcess> start, string path)
    {
        var port = Loopback.FreePort();
        var begun = Stopwatch.GetTimestamp();
        await using var process = start(port);
        using var timer = new PeriodicTimer(Look);
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                using var client = new RawClient(Loopback.Address(port));
                client.Ask(RawClient.RequestFor(Loopback.Address(port), path, ""));
                return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
            catch (SocketException) when (!process.HasExited)
            {
                // Not yet.
            }
        }

        throw new InvalidOperationException(process.Output);
    }
}
