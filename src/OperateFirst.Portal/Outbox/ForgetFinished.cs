using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>
/// Removes messages that were sent, or given up by an operator, some time ago. What they told of stands in the ledger; one that is parked
/// waits for an operator, however old.
/// </summary>
internal sealed class ForgetFinished(PortalDbContext db, IOptions<DeliveriesOptions> options) : IClockJob
{
    // The writer's turn is taken for a few milliseconds at a time.
    private const int Batch = 200;

    private static readonly OutboxState[] Finished = [OutboxState.Sent, OutboxState.Dropped];

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        if (options.Value.KeepDays == 0)
        {
            return 0;
        }

        var (removed, limit) = (0, now.AddDays(-options.Value.KeepDays));
        foreach (var state in Finished)
        {
            // None is finished before it was promised: by that time the index finds them.
            var old = db.OutboxMessages.Where(message => message.State == state && message.EnqueuedAtUtc < limit && message.FinishedAtUtc < limit);
            if (await old.OrderBy(message => message.EnqueuedAtUtc).AnyAsync(cancel))
            {
                using var turn = await db.TakeWriteGateAsync(cancel);
                removed += await old.OrderBy(message => message.EnqueuedAtUtc).Take(Batch).ExecuteDeleteAsync(cancel);
            }
        }

        return removed;
    }
}
