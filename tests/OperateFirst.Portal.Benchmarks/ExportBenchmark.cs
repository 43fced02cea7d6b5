using System.Diagnostics;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>The CSV of many projects: time, bytes, and how far the heap grows while it is written.</summary>
internal static class ExportBenchmark
{
    /// <summary>A batch of rows and what the server keeps ready; all rows would be a hundred times that.</summary>
    private const double MostMegabytes = 16;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(string folder)
    {
        var most = 0.0;
        foreach (var projects in new[] { 10_000, 100_000 })
        {
            await using var portal = new MeasuredPortal(await FilledDatabase.OfAsync(projects, folder));
            using var client = await portal.SignInAsync("operator");
            await ReadAsync(client);
            var started = Stopwatch.GetTimestamp();
            var (bytes, lines) = await ReadAsync(client);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var growth = await GrowthAsync(client);
            most = Math.Max(most, growth);
            Console.WriteLine($"{projects,9:N0} projects: {lines,9:N0} lines, {bytes / 1e6,6:N1} MB in {elapsed,5:N1} s ({lines / elapsed:N0} lines a second); the heap held {growth:N1} MB more at most");
        }

        return most <= MostMegabytes ? 0 : 1;
    }

    // In a run of its own: the collections that make it exact take time.
    private static async Task<double> GrowthAsync(HttpClient client)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var live = new List<long>();
        using var end = new CancellationTokenSource();
        var sampling = SampleAsync(live, end.Token);
        await ReadAsync(client);
        await end.CancelAsync();
        await sampling;
        return Math.Max(0, (live.Max() - before) / 1e6);
    }

    // What lives after a collection: garbage that nobody has collected yet says nothing about what is kept.
    private static async Task SampleAsync(List<long> live, CancellationToken end)
    {
        using var timer = new PeriodicTimer(Between);
        do
        {
            live.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        while (!end.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None));
    }

    private static async Task<(long Bytes, long Lines)> ReadAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/operations/agreements.csv", HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        var (bytes, lines, read) = (0L, 0L, 0);
        while ((read = await body.ReadAsync(buffer)) > 0)
        {
            bytes += read;
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return (bytes, lines);
    }
}
