using Microsoft.Extensions.Options;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;

namespace OperateFirst.Portal.Outbox;

/// <summary>
/// Runs each lane whenever a commit signals and, for what other processes left or retries, every few seconds. A stop takes no
/// further messages and lets those under way end.
/// </summary>
internal sealed partial class OutboxWorker(
    OutboxDispatcher dispatcher, DeliveryLanes lanes, OutboxSignal signal, TimeProvider time, ILogger<OutboxWorker> logger) : BackgroundService
{
    /// <summary>How long a stop waits for the deliveries under way; the host waits a little longer.</summary>
    internal static readonly TimeSpan Drain = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var sending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var drain = stoppingToken.Register(() => sending.CancelAfter(Drain));
        await Task.WhenAll(lanes.All.Select(lane => WorkAsync(lane, stoppingToken, sending.Token)));
    }

    private async Task WorkAsync(DeliveryLane lane, CancellationToken stopping, CancellationToken sending)
    {
        var wakeUps = signal.Listen();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (await dispatcher.RunLaneAsync(lane, stopping, sending) > 0)
                {
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A database that is away for a moment must not end the worker.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogRoundFailed(logger, failure);
            }

            try
            {
                await wakeUps.WaitAsync(Poll, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A round of deliveries failed; the next one follows in seconds")]
    private static partial void LogRoundFailed(ILogger logger, Exception failure);
}

public static class OutboxServices
{
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<DeliveriesOptions>, DeliveriesOptionsCheck>();
        services.AddOptions<DeliveriesOptions>().BindConfiguration(DeliveriesOptions.Section).ValidateOnStart();
        services.AddOptions<HostOptions>().Configure<IConfiguration>((host, settings) =>
        {
            host.ShutdownTimeout = Drain.LengthOf(settings) + OutboxWorker.Drain + TimeSpan.FromSeconds(2);

            // A request that hangs must not use up the time in which deliveries come to an end.
            host.ServicesStopConcurrently = true;
        });
        return services
            .AddMetrics()
            .AddSingleton<DeliveryFolder>()
            .AddSingleton<OutboxSignal>()
            .AddSingleton<ISaveParticipant, CoalescePromises>()
            .AddSingleton<ISaveParticipant>(provider => provider.GetRequiredService<OutboxSignal>())
            .AddSingleton<DeliveryLanes>()
            .AddSingleton<LanePace>()
            .AddClockJob<ForgetFinished>()
            .AddScoped<LaneForecast>()
            .AddSingleton<DeliveryTelemetry>()
            .AddSingleton<MessageDelivery>()
            .AddSingleton<OutboxDispatcher>()
            .AddHostedService<OutboxWorker>();
    }
}
