namespace OperateFirst.Portal.Clock;

/// <summary>Lets the jobs run at the start and then every half minute.</summary>
internal sealed class ClockWorker(ClockRounds rounds, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                await rounds.RunOnceAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}

public static class ClockServices
{
    public static IServiceCollection AddClock(this IServiceCollection services) => services
        .AddSingleton<ClockRounds>()
        .AddHostedService<ClockWorker>();

    public static IServiceCollection AddClockJob<T>(this IServiceCollection services)
        where T : class, IClockJob => services.AddScoped<IClockJob, T>();
}
