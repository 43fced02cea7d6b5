using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OperateFirst.Portal.Clock;

/// <summary>
/// While it is this process's turn, lets the jobs run at once and then every half minute. Of several processes one has the turn; when it ends, the next
/// takes over at once, and when it dies, within a minute.
/// </summary>
internal sealed partial class ClockWorker(ClockRounds rounds, ClockClaim claim, TimeProvider time, ILogger<ClockWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GiveBackWithin = TimeSpan.FromSeconds(2);

    private long renewed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ClockClaim.Every, time);
        RunningJobs? running = null;
        try
        {
            do
            {
                if (!await IsMyTurnAsync(running is not null, stoppingToken))
                {
                    await (running?.DisposeAsync() ?? ValueTask.CompletedTask);
                    running = null;
                }
                else if (running is null)
                {
                    LogTaken(logger);
                    running = new RunningJobs(rounds, time);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await (running?.DisposeAsync() ?? ValueTask.CompletedTask);
        await GiveBackAsync();
    }

    // Where the database cannot be asked, the turn is kept for as long as nobody else can have taken it.
    private async Task<bool> IsMyTurnAsync(bool before, CancellationToken cancel)
    {
        var asked = time.GetTimestamp();
        var rest = ClockClaim.Length - time.GetElapsedTime(renewed);
        if (before && rest <= TimeSpan.Zero)
        {
            LogLost(logger);
            return false;
        }

        using var limit = new CancellationTokenSource(before && rest < ClockClaim.Every ? rest : ClockClaim.Every, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var mine = await claim.TakeAsync(either.Token);
            renewed = asked;
            if (before && !mine)
            {
                LogLost(logger);
            }

            return mine;
        }
#pragma warning disable CA1031 // A database that is away for a moment must not end the worker.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            cancel.ThrowIfCancellationRequested();
            LogNotAsked(logger, failure);
            return before && time.GetElapsedTime(renewed) < ClockClaim.Length;
        }
    }

    private async Task GiveBackAsync()
    {
        using var limit = new CancellationTokenSource(GiveBackWithin, time);
        try
        {
            await claim.GiveBackAsync(limit.Token);
        }
#pragma warning disable CA1031 // It is over in half a minute by itself.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotAsked(logger, failure);
        }
    }

    [LoggerMessage(LogLevel.Information, "This process lets the clock's jobs run from now on")]
    private static partial void LogTaken(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Whose turn it is to let the clock's jobs run could not be asked or said")]
    private static partial void LogNotAsked(ILogger logger, Exception failure);

    [LoggerMessage(LogLevel.Warning, "The portal was held up or could not ask its database: its turn to let the clock's jobs run is over")]
    private static partial void LogLost(ILogger logger);

    /// <summary>The jobs of one turn; disposing ends them.</summary>
    private sealed class RunningJobs : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task all;

        // On threads of their own: a database that answers without waiting would else keep the turn from being renewed.
        public RunningJobs(ClockRounds rounds, TimeProvider time) =>
            all = Task.WhenAll(rounds.SideBySide().Select(round => Task.Run(() => RepeatAsync(round, time, stop.Token))));

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await all;
            stop.Dispose();
        }

        private static async Task RepeatAsync(Func<CancellationToken, Task<int>> round, TimeProvider time, CancellationToken cancel)
        {
            using var timer = new PeriodicTimer(Pause, time);
            try
            {
                do
                {
                    await round(cancel);
                }
                while (await timer.WaitForNextTickAsync(cancel));
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
            }
        }
    }
}

public static class ClockServices
{
    public static IServiceCollection AddClock(this IServiceCollection services) => services
        .AddSingleton<ClockRounds>()
        .AddSingleton<ClockClaim>()
        .AddHostedService<ClockWorker>();

    /// <summary>Runs one after the other with those registered before it.</summary>
    public static IServiceCollection AddClockJob<T>(this IServiceCollection services)
        where T : class, IClockJob => services.AddClockJob<T>(apart: false);

    /// <summary>For a job that may take very long, since it asks others outside: it runs beside the rest.</summary>
    public static IServiceCollection AddSlowClockJob<T>(this IServiceCollection services)
        where T : class, IClockJob => services.AddClockJob<T>(apart: true);

    private static IServiceCollection AddClockJob<T>(this IServiceCollection services, bool apart)
        where T : class, IClockJob
    {
        services.TryAddScoped<T>();
        return services.AddSingleton(new RegisteredJob(typeof(T), apart));
    }
}
