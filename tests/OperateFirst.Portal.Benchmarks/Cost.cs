using System.Diagnostics;
using System.Globalization;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>What one request costs the server.</summary>
/// <param name="Microseconds">From the question to the whole answer.</param>
/// <param name="Cpu">Microseconds of the processors, less what the client took of them.</param>
/// <param name="Bytes">Allocated by the whole process; the client allocates nothing.</param>
internal sealed record Cost(double Microseconds, double Cpu, double Bytes)
{
    private const int Rounds = 12;

    /// <summary>Rounds of all sides take turns, so that whatever else the machine does meets all of them; the median of the rounds counts.</summary>
    public static List<Cost> Measure(IReadOnlyList<Action> sides, int requests = 100, int warmUp = 300)
    {
        foreach (var ask in sides)
        {
            for (var request = 0; request < warmUp; request++)
            {
                ask();
            }
        }

        var rounds = sides.Select(_ => new List<Cost>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            for (var side = 0; side < sides.Count; side++)
            {
                GC.Collect();
                rounds[side].Add(Once(sides[side], requests));
            }
        }

        return [.. rounds.Select(all => new Cost(Middle(all, cost => cost.Microseconds), Middle(all, cost => cost.Cpu), Middle(all, cost => cost.Bytes)))];
    }

    private static Cost Once(Action ask, int requests)
    {
        var (mine, all) = (OwnNanoseconds(), Environment.CpuUsage.TotalTime);
        var (allocated, started) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        for (var request = 0; request < requests; request++)
        {
            ask();
        }

        var (elapsed, bytes) = (Stopwatch.GetElapsedTime(started), GC.GetTotalAllocatedBytes(precise: true) - allocated);
        var cpu = (Environment.CpuUsage.TotalTime - all).TotalMicroseconds - ((OwnNanoseconds() - mine) / 1000.0);
        return new Cost(elapsed.TotalMicroseconds / requests, cpu / requests, bytes / (double)requests);
    }

    // The client runs on this thread, the server on others.
    private static long OwnNanoseconds() =>
        long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);

    private static double Middle(List<Cost> rounds, Func<Cost, double> value) => rounds.Select(value).Order().ElementAt(rounds.Count / 2);
}
