using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Clock;

/// <summary>Runs every job until none has anything left to do. A job that fails is told in the log and holds up no other.</summary>
public sealed partial class ClockRounds(IEnumerable<RegisteredJob> registered, IServiceScopeFactory scopes, TimeProvider time, ILogger<ClockRounds> logger)
{
    // A job that always finds something would keep the others waiting: it goes on in the next round.
    private const int MostBatches = 1000;

    private readonly RegisteredJob[] jobs = [.. registered];

    /// <returns>How much all jobs did.</returns>
    public Task<int> RunOnceAsync(CancellationToken cancel) => RunAsync(jobs, cancel);

    /// <summary>What runs one job after the other, and each of those that run beside them.</summary>
    internal IEnumerable<Func<CancellationToken, Task<int>>> SideBySide() =>
    [
        cancel => RunAsync(jobs.Where(job => !job.Apart), cancel),
        .. jobs.Where(job => job.Apart).Select(job => (Func<CancellationToken, Task<int>>)(cancel => RunAsync([job], cancel))),
    ];

    private async Task<int> RunAsync(IEnumerable<RegisteredJob> some, CancellationToken cancel)
    {
        var done = 0;
        foreach (var job in some)
        {
            done += await RunAsync(job.Type, cancel);
            cancel.ThrowIfCancellationRequested();
        }

        return done;
    }

    private async Task<int> RunAsync(Type type, CancellationToken cancel)
    {
        var done = 0;
        try
        {
            for (var batch = 0; batch < MostBatches && !cancel.IsCancellationRequested; batch++)
            {
                // A context of its own for each batch: what one has loaded must not slow down or mislead the next.
                await using var scope = scopes.CreateAsyncScope();
                var job = (IClockJob)scope.ServiceProvider.GetRequiredService(type);
                var some = await job.RunAsync(time.UtcNow(), cancel);
                done += some;
                if (some == 0)
                {
                    break;
                }
            }
        }
#pragma warning disable CA1031 // Whatever a job throws, the others run, and it runs again in the next round.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!cancel.IsCancellationRequested)
            {
                LogJobFailed(logger, failure, type.Name);
            }
        }

        return done;
    }

    [LoggerMessage(LogLevel.Error, "The job {Job} failed; it runs again in the next round")]
    private static partial void LogJobFailed(ILogger logger, Exception failure, string job);
}
