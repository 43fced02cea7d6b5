namespace OperateFirst.Portal.Clock;

/// <summary>Runs every job until none has anything left to do. A job that fails is told in the log and holds up no other.</summary>
public sealed partial class ClockRounds(IServiceScopeFactory scopes, TimeProvider time, ILogger<ClockRounds> logger)
{
    // A job that always finds something would keep the others waiting: it goes on in the next round.
    private const int MostBatches = 1000;

    /// <returns>How much all jobs did.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancel)
    {
        var done = 0;
        foreach (var type in JobTypes())
        {
            done += await RunAsync(type, cancel);
        }

        return done;
    }

    private List<Type> JobTypes()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetServices<IClockJob>().Select(job => job.GetType())];
    }

    private async Task<int> RunAsync(Type type, CancellationToken cancel)
    {
        var done = 0;
        try
        {
            for (var batch = 0; batch < MostBatches; batch++)
            {
                // A context of its own for each batch: what one has loaded must not slow down or mislead the next.
                await using var scope = scopes.CreateAsyncScope();
                var job = scope.ServiceProvider.GetServices<IClockJob>().First(candidate => candidate.GetType() == type);
                var some = await job.RunAsync(Now(), cancel);
                done += some;
                if (some == 0)
                {
                    break;
                }
            }
        }
#pragma warning disable CA1031 // Whatever a job throws, the others run, and it runs again in the next round.
        catch (Exception failure) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogJobFailed(logger, failure, type.Name);
        }

        return done;
    }

    // In whole milliseconds, as everything that is stored.
    private DateTime Now()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    [LoggerMessage(LogLevel.Error, "The job {Job} failed; it runs again in the next round")]
    private static partial void LogJobFailed(ILogger logger, Exception failure, string job);
}
