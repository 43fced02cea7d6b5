using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>One try of one message that has been claimed: by its handler, outside any transaction; then how it ended is written down.</summary>
public sealed partial class MessageDelivery(IServiceScopeFactory scopes, IOptions<DeliveriesOptions> options, DeliveryTelemetry telemetry, TimeProvider time, ILogger<MessageDelivery> logger)
{
    private static readonly TimeSpan WriteAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopWritingAfter = TimeSpan.FromHours(1);

    public async Task RunAsync(OutboxMessage claimed, DeliveryLane lane, CancellationToken cancel)
    {
        using var span = DeliveryTelemetry.Begin(claimed, lane);
        var started = time.GetTimestamp();
        var outcome = await TryAsync(claimed, cancel);
        telemetry.Tried(lane, time.GetElapsedTime(started));
        var stop = time.UtcNow() + StopWritingAfter;
        using var pause = new PeriodicTimer(WriteAgainAfter, time);
        while (true)
        {
            try
            {
                if (await WriteDownAsync(claimed, lane, outcome))
                {
                    return;
                }
            }
            catch (Exception failure) when (DatabaseTrouble.Of(failure) is not null && time.UtcNow() < stop && !cancel.IsCancellationRequested)
            {
                // It was sent: forgetting that because the disk is full for a minute would send it twice.
                LogNotWritten(logger, failure, claimed.Id, claimed.Kind);
                await pause.WaitForNextTickAsync(cancel);
            }
        }
    }

    private async Task<Delivery> TryAsync(OutboxMessage message, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetServices<IMessageHandler>().SingleOrDefault(candidate => candidate.Kind == message.Kind);
        if (handler is null)
        {
            return new Delivery.Refused($"This version of the portal does not know messages of the kind {message.Kind}.");
        }

        var mine = options.Value.Lease / 2;
        DeliveryDeadline.Set(time.UtcNow() + mine);
        using var limit = new CancellationTokenSource(mine, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            // Not everything that is called can be cancelled: a stop leaves it behind, and the next try looks what it did.
            return await handler.DeliverAsync(message, either.Token).WaitAsync(cancel);
        }
        catch (NotYetException pause)
        {
            return new Delivery.NotYet(pause.Message, pause.Until);
        }
#pragma warning disable CA1031 // Whatever a handler throws is a try that failed; the worker and the other messages go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogTryFailed(logger, failure, message.Id, message.Kind, message.Attempts);
            return new Delivery.Again(failure is OperationCanceledException ? "It took too long or the portal was stopping." : failure.Message);
        }
    }

    // What was done is written down even while the program stops: else the next start would do it again.
    // False where another process has changed the lane meanwhile: look again.
    private async Task<bool> WriteDownAsync(OutboxMessage claimed, DeliveryLane lane, Delivery outcome)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var mine = await db.OutboxMessages.SingleOrDefaultAsync(
            candidate => candidate.Id == claimed.Id && candidate.LeaseOwner == claimed.LeaseOwner && candidate.State == OutboxState.Queued, CancellationToken.None);
        if (mine is null)
        {
            LogLeaseLost(logger, claimed.Id, claimed.Kind);
            return true;
        }

        var state = await db.LaneStates.SingleOrDefaultAsync(candidate => candidate.Name == lane.Name, CancellationToken.None);
        if (state is not null)
        {
            // One is parked for an operator to see; the others are no worse than they were.
            outcome = outcome is Delivery.Refused { IsForAll: true } refused && state.Failures > 0 ? new Delivery.Again(refused.Error) { IsAway = true } : outcome;
            Apply(state, outcome);
        }

        Apply(mine, outcome);
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
            telemetry.Ended(lane, mine.State, outcome);
            return true;
        }
        catch (DbUpdateConcurrencyException conflict) when (conflict.Entries.All(entry => entry.Entity is LaneState))
        {
            return false;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Taken by another between the reading and the writing.
            LogLeaseLost(logger, claimed.Id, claimed.Kind);
            return true;
        }
    }

    private void Apply(OutboxMessage message, Delivery outcome)
    {
        var now = time.UtcNow();
        switch (outcome)
        {
            case Delivery.Done done:
                message.Finish(done.Result, done.Url, now);
                LogDelivered(logger, message.Id, message.Kind, message.Attempts);
                break;
            case Delivery.NotYet pause:
                message.Postpone(pause.Reason, LaneState.Bounded(pause.Until, now));
                break;
            case Delivery.Again again when message.Attempts < RetrySchedule.MaxAttempts:
                var next = now + RetrySchedule.DelayAfter(message.Attempts, Random.Shared.NextDouble());
                message.TryAgain(again.Error, again.NotBefore > next ? again.NotBefore.Value : next);
                break;
            case Delivery.Again again:
                Park(message, $"Gave up after {message.Attempts} tries. The last one: {again.Error}", now);
                break;
            case Delivery.Refused refused:
                Park(message, refused.Error, now);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome));
        }
    }

    private void Apply(LaneState lane, Delivery outcome)
    {
        var now = time.UtcNow();
        switch (outcome)
        {
            case Delivery.NotYet pause:
                lane.RestUntil(pause.Until, pause.Reason, now);
                break;
            case Delivery.Again { IsAway: true } away:
                lane.RestAfterFailure(away.Error, now);
                break;
            case Delivery.Refused { IsForAll: true } refused:
                lane.RestAfterFailure(refused.Error, now);
                break;
            case Delivery.Done:
                lane.Answered();
                break;
        }
    }

    private void Park(OutboxMessage message, string error, DateTime now)
    {
        message.Park(error, now);
        LogParked(logger, message.Id, message.Kind, message.Attempts);
    }

    [LoggerMessage(LogLevel.Information, "Delivered message {MessageId} ({Kind}) at try {Attempts}")]
    private static partial void LogDelivered(ILogger logger, Guid messageId, string kind, int attempts);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} ({Kind}) failed at try {Attempts}")]
    private static partial void LogTryFailed(ILogger logger, Exception failure, Guid messageId, string kind, int attempts);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} ({Kind}) is parked after {Attempts} tries: an operator has to look")]
    private static partial void LogParked(ILogger logger, Guid messageId, string kind, int attempts);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} ({Kind}) was delivered after its lease had passed to another worker")]
    private static partial void LogLeaseLost(ILogger logger, Guid messageId, string kind);

    [LoggerMessage(LogLevel.Error, "How the try of message {MessageId} ({Kind}) ended could not be written down yet")]
    private static partial void LogNotWritten(ILogger logger, Exception failure, Guid messageId, string kind);
}
