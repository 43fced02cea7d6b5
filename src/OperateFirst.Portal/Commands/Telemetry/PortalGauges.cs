using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OperateFirst.Portal.Commands.Health;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Commands.Telemetry;

/// <summary>The numbers of the database and whether the portal is ready, as instruments. Where the database is away there are none, rather than old ones.</summary>
internal sealed partial class PortalGauges
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PortalNumbers numbers;
    private readonly Readiness readiness;
    private readonly Drain drain;
    private readonly ILogger<PortalGauges> logger;

    public PortalGauges(IMeterFactory meters, PortalNumbers numbers, Readiness readiness, Drain drain, ILogger<PortalGauges> logger)
    {
        (this.numbers, this.readiness, this.drain, this.logger) = (numbers, readiness, drain, logger);
        var meter = meters.Create(DeliveryTelemetry.Name);
        meter.CreateObservableGauge("portal.ready", Ready, null, "1 where visitors can be sent here.");
        meter.CreateObservableGauge(
            "portal.outbox.messages", () => Read(all => all.Messages.Select(number => Of(number.Count, ("lane", number.Of), ("state", number.State)))), "{message}", "Messages that wait or are parked.");
        meter.CreateObservableGauge(
            "portal.outbox.oldest_waiting.age", () => Read<double>(all => [new Measurement<double>(all.OldestWaiting.TotalSeconds)]), "s", "How long the oldest waiting message has waited.");
        meter.CreateObservableGauge(
            "portal.invitation_requests.waiting", () => Read(all => all.Requests.Select(number => Of(number.Count, ("age", number.Of)))), "{request}", "Requests that wait for a contact, by business days.");
        meter.CreateObservableGauge(
            "portal.agreements", () => Read(all => all.Agreements.Select(number => Of(number.Count, ("agreement", number.Of), ("state", number.State)))), "{agreement}", "Agreements of open projects.");
    }

    /// <summary>Has ready what the instruments tell, so that reading them waits for nothing.</summary>
    public async Task PrepareAsync(CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(numbers.ReadAsync(cancel), readiness.ReadAsync(cancel));
        }
#pragma warning disable CA1031 // Whatever keeps the database from being read, what the process itself knows is told.
        catch (Exception failure) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotRead(logger, failure);
        }
    }

    private static Measurement<int> Of(int count, params (string Name, string Value)[] labels) =>
        new(count, labels.Select(label => KeyValuePair.Create(label.Name, (object?)label.Value)));

    private IEnumerable<Measurement<T>> Read<T>(Func<Numbers, IEnumerable<Measurement<T>>> select)
        where T : struct => Waited(numbers.ReadAsync(CancellationToken.None)) is { } all ? select(all) : [];

    private IEnumerable<Measurement<int>> Ready() =>
        [new(!drain.IsStopping && Waited(readiness.ReadAsync(CancellationToken.None)) is { Status: not HealthStatus.Unhealthy } ? 1 : 0)];

    // Instruments are read in step: by a scrape, which has prepared them, or by the exporter's own thread, which may wait.
    private static T? Waited<T>(Task<T> task)
        where T : class
    {
        try
        {
            return task.Wait(Patience) ? task.Result : null;
        }
        catch (AggregateException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "The numbers for /metrics could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception failure);
}
