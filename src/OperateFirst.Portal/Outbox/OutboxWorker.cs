using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>Runs the dispatcher whenever a commit signals and, for what other processes left or retries, every few seconds.</summary>
internal sealed partial class OutboxWorker(OutboxDispatcher dispatcher, OutboxSignal signal, TimeProvider time, ILogger<OutboxWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await dispatcher.RunOnceAsync(stoppingToken) > 0)
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
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
                await signal.WaitAsync(Poll, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
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
        return services
            .AddSingleton<DeliveryFolder>()
            .AddSingleton<OutboxSignal>()
            .AddSingleton<ISaveParticipant>(provider => provider.GetRequiredService<OutboxSignal>())
            .AddSingleton<OutboxDispatcher>()
            .AddHostedService<OutboxWorker>();
    }
}
