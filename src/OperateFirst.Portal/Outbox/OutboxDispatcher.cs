using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>Takes what is due, message by message, and has it delivered. Several may run at once, also in several processes.</summary>
public sealed partial class OutboxDispatcher(IServiceScopeFactory scopes, TimeProvider time, ILogger<OutboxDispatcher> logger)
{
    /// <summary>Longer than any handler may take, so that a living worker's message is not taken by another.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(5);

    private const int BatchSize = 50;
    private readonly Guid owner = Guid.CreateVersion7();

    /// <summary>Delivers what is due now, each message once.</summary>
    /// <returns>How many messages were tried.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancel)
    {
        var tried = 0;
        foreach (var id in await DueAsync(cancel))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            if (await ClaimAsync(db, id, cancel))
            {
                await DeliverAsync(scope.ServiceProvider, db, id, cancel);
                tried++;
            }
        }

        return tried;
    }

    private async Task<List<Guid>> DueAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = time.UtcNow();
        return await db.OutboxMessages.AsNoTracking()
            .Where(message => message.State == OutboxState.Queued && message.DueAtUtc <= now &&
                (message.LeaseEndsAtUtc == null || message.LeaseEndsAtUtc <= now))
            .OrderBy(message => message.DueAtUtc).ThenBy(message => message.Id)
            .Take(BatchSize)
            .Select(message => message.Id)
            .ToListAsync(cancel);
    }

    // One conditional update: one row changed means that it is ours, whoever else is asking.
    private async Task<bool> ClaimAsync(PortalDbContext db, Guid id, CancellationToken cancel)
    {
        var now = time.UtcNow();
        using var turn = await db.TakeWriteGateAsync(cancel);
        return await db.OutboxMessages
            .Where(message => message.Id == id && message.State == OutboxState.Queued && message.DueAtUtc <= now &&
                (message.LeaseEndsAtUtc == null || message.LeaseEndsAtUtc <= now) &&
                !db.Set<OutboxMessage>().Any(other => message.OrderKey != "" && other.OrderKey == message.OrderKey &&
                    other.State == OutboxState.Queued && other.LeaseEndsAtUtc > now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(message => message.LeaseOwner, owner)
                    .SetProperty(message => message.LeaseEndsAtUtc, now + LeaseTime)
                    .SetProperty(message => message.Attempts, message => message.Attempts + 1),
                cancel) == 1;
    }

    private async Task DeliverAsync(IServiceProvider services, PortalDbContext db, Guid id, CancellationToken cancel)
    {
        var message = await db.OutboxMessages.AsNoTracking().SingleAsync(candidate => candidate.Id == id, cancel);
        var outcome = await TryAsync(services, message, cancel);

        // What was done is written down even while the program stops: else the next start would do it again.
        await using var scope = scopes.CreateAsyncScope();
        var fresh = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var mine = await fresh.OutboxMessages.SingleOrDefaultAsync(
            candidate => candidate.Id == id && candidate.LeaseOwner == owner && candidate.State == OutboxState.Queued, CancellationToken.None);
        if (mine is null)
        {
            LogLeaseLost(logger, id, message.Kind);
            return;
        }

        Apply(mine, outcome);
        try
        {
            await fresh.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Taken by another between the reading and the writing.
            LogLeaseLost(logger, id, message.Kind);
        }
    }

    private async Task<Delivery> TryAsync(IServiceProvider services, OutboxMessage message, CancellationToken cancel)
    {
        var handler = services.GetServices<IMessageHandler>().SingleOrDefault(candidate => candidate.Kind == message.Kind);
        if (handler is null)
        {
            return new Delivery.Refused($"This version of the portal does not know messages of the kind {message.Kind}.");
        }

        using var limit = new CancellationTokenSource(LeaseTime / 2, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await handler.DeliverAsync(message, either.Token);
        }
#pragma warning disable CA1031 // Whatever a handler throws is a try that failed; the worker and the other messages go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogTryFailed(logger, failure, message.Id, message.Kind, message.Attempts);
            return new Delivery.Again(failure is OperationCanceledException ? "It took too long or the portal was stopping." : failure.Message);
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
}
