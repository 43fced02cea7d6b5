using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>Takes what is due and has it delivered, each lane by itself. Several may run at once, also in several processes.</summary>
public sealed partial class OutboxDispatcher(
    IServiceScopeFactory scopes, DeliveryLanes lanes, MessageDelivery delivery, IOptions<DeliveriesOptions> options, TimeProvider time, ILogger<OutboxDispatcher> logger)
{
    private const int BatchSize = 50;

    /// <summary>Less is a correction of the clock; more is a clock that was put back.</summary>
    private static readonly TimeSpan Correction = TimeSpan.FromMinutes(1);

    private readonly Guid owner = Guid.CreateVersion7();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, DateTime> lastRounds = new();

    /// <summary>Delivers what is due now in all lanes, each message once.</summary>
    /// <returns>How many messages were tried.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancel) =>
        (await Task.WhenAll(lanes.All.Select(lane => RunLaneAsync(lane, cancel, cancel)))).Sum();

    /// <summary>Delivers what is due now in one lane, each message once.</summary>
    /// <param name="claiming">Ends the taking of further messages.</param>
    /// <param name="sending">Ends the deliveries under way as well.</param>
    /// <returns>How many messages were tried.</returns>
    internal async Task<int> RunLaneAsync(DeliveryLane lane, CancellationToken claiming, CancellationToken sending)
    {
        var due = await DueAsync(lane, claiming);
        var behind = new List<Due>();
        var tried = await RunAsync(lane, lane.AtOnce, due, behind, claiming, sending);

        // What waited for another of its order can go now.
        return tried == 0 ? 0 : tried + await RunAsync(lane, 1, behind, [], claiming, sending);
    }

    private async Task<int> RunAsync(
        DeliveryLane lane, int atOnce, List<Due> due, List<Due> behind, CancellationToken claiming, CancellationToken sending)
    {
        var tried = 0;
        var underWay = new List<Task>();
        try
        {
            foreach (var candidate in due)
            {
                while (underWay.Count >= atOnce)
                {
                    var ended = await Task.WhenAny(underWay);
                    underWay.Remove(ended);
                    await ended;
                }

                // One after the other, so that of two messages of one order the older is taken first.
                if (claiming.IsCancellationRequested || !await IsOpenAsync(lane, claiming))
                {
                    break;
                }

                if (await ClaimAsync(candidate, claiming) is { } message)
                {
                    underWay.Add(delivery.RunAsync(message, lane, sending));
                    tried++;
                }
                else
                {
                    behind.Add(candidate);
                }
            }
        }
        finally
        {
            await Task.WhenAll(underWay);
        }

        return tried;
    }

    internal async Task<List<Due>> DueAsync(DeliveryLane lane, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await BeginRoundAsync(db, lane, cancel);
        var now = time.UtcNow();
        return await lanes.Of(db.OutboxMessages.AsNoTracking(), lane)
            .Where(message => message.State == OutboxState.Queued && message.DueAtUtc <= now &&
                (message.LeaseEndsAtUtc == null || message.LeaseEndsAtUtc <= now))
            .OrderBy(message => message.DueAtUtc).ThenBy(message => message.Id)
            .Take(BatchSize)
            .Select(message => new Due(message.Id, message.OrderKey))
            .ToListAsync(cancel);
    }

    // Times that were written by a clock which was ahead would else be waited for.
    private async Task BeginRoundAsync(PortalDbContext db, DeliveryLane lane, CancellationToken cancel)
    {
        var now = time.UtcNow();
        var isFirst = !lastRounds.TryGetValue(lane.Name, out var last);
        if (isFirst || now < last - Correction)
        {
            await LaneState.EnsureAsync(db, lane.Name, cancel);
            using var turn = await db.TakeWriteGateAsync(cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);

            // One process after the other: each may come to the rows in another order, and would hold what the other waits for.
            await db.HoldAsync($"clock put back: {lane.Name}", cancel);
            var waiting = lanes.Of(db.OutboxMessages, lane).Where(message => message.State == OutboxState.Queued && message.DueAtUtc > now);
            var freed = await (isFirst ? waiting.Where(message => message.EnqueuedAtUtc > now) : waiting)
                .ExecuteUpdateAsync(set => set.SetProperty(message => message.DueAtUtc, now), cancel);
            await transaction.CommitAsync(cancel);
            if (freed > 0)
            {
                LogClockPutBack(logger, freed);
            }
        }

        lastRounds[lane.Name] = now;
    }

    private async Task<bool> IsOpenAsync(DeliveryLane lane, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = time.UtcNow();
        return await db.LaneRestAsync(lane.Name, now, cancel) is null && (!lane.IsPaced || (await LanePace.RoomAsync(db, lane, now, cancel)).Next is null);
    }

    // One conditional update: one row changed means that it is ours, whoever else is asking. Once begun it is not broken off:
    // a message that is ours and not delivered would wait for its lease to end.
    internal async Task<OutboxMessage?> ClaimAsync(Due candidate, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        using (await db.TakeWriteGateAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);

            // Two workers that take two messages of one order at once would not see each other's. The one that is due first goes first, also where it
            // was still held when this worker came to it.
            await db.HoldOrderAsync(candidate.OrderKey, cancel);
            var now = time.UtcNow();
            var claimed = await db.OutboxMessages
                .Where(message => message.Id == candidate.Id && message.State == OutboxState.Queued && message.DueAtUtc <= now &&
                    (message.LeaseEndsAtUtc == null || message.LeaseEndsAtUtc <= now) &&
                    !db.Set<OutboxMessage>().Any(other => message.OrderKey != "" && other.OrderKey == message.OrderKey && other.State == OutboxState.Queued &&
                        (other.LeaseEndsAtUtc > now ||
                            (other.Lane == message.Lane && (other.DueAtUtc < message.DueAtUtc || (other.DueAtUtc == message.DueAtUtc && other.Id < message.Id))))))
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(message => message.LeaseOwner, owner)
                        .SetProperty(message => message.LeaseEndsAtUtc, now + options.Value.Lease)
                        .SetProperty(message => message.Attempts, message => message.Attempts + 1),
                    CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            if (claimed == 0)
            {
                return null;
            }
        }

        return await db.OutboxMessages.AsNoTracking().SingleOrDefaultAsync(message => message.Id == candidate.Id && message.LeaseOwner == owner, CancellationToken.None);
    }

    internal sealed record Due(Guid Id, string OrderKey);

    [LoggerMessage(LogLevel.Warning, "The clock was put back: {Messages} waiting messages are tried now")]
    private static partial void LogClockPutBack(ILogger logger, int messages);
}
