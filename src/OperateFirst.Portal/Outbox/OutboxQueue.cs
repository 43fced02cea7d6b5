using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>What an operation promises. See <see cref="OutboxMessage"/> for the members.</summary>
public sealed record MessageDraft(string Kind, Guid? ProjectId, Guid SubjectId, string Title)
{
    public string Recipient { get; init; } = "";
    public string RecipientName { get; init; } = "";
    public string OrderKey { get; init; } = "";
}

/// <summary>Adds promises to the save that is under way. Nothing is sent before that save has committed.</summary>
public static class OutboxQueue
{
    extension(PortalDbContext db)
    {
        public DbSet<OutboxMessage> OutboxMessages => db.Set<OutboxMessage>();

        public OutboxMessage Enqueue(MessageDraft draft, DateTime now)
        {
            var message = OutboxMessage.Of(draft, now);
            db.OutboxMessages.Add(message);
            return message;
        }

        /// <summary>
        /// Adds the promise unless one of the same kind and order key waits untouched: that one will carry the newest state
        /// anyway. Which of the two it is, the save finds out.
        /// </summary>
        public void EnqueueCoalesced(MessageDraft draft, DateTime now) => db.Enqueue(draft, now).IsCoalesced = true;

        /// <summary>Until the transaction ends nobody else takes a message of this order, or looks whether one waits.</summary>
        internal Task HoldOrderAsync(string orderKey, CancellationToken cancel) => orderKey.Length == 0 ? Task.CompletedTask : db.HoldAsync($"order: {orderKey}", cancel);
    }
}

/// <summary>
/// Takes back coalesced promises for which another one waits. Inside the save, so that the one that waits cannot be taken, with
/// the older state, before this save commits.
/// </summary>
internal sealed class CoalescePromises : ISaveParticipant
{
    private static readonly Prepared<Func<PortalDbContext, string, string, CancellationToken, Task<bool>>> Waits = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, string orderKey, string kind, CancellationToken cancel) => db.Set<OutboxMessage>().Any(
            other => other.OrderKey == orderKey && other.State == OutboxState.Queued && other.Kind == kind && other.LeaseOwner == null)));

    public async Task BeforeWriteAsync(PortalDbContext db, CancellationToken cancel)
    {
        var asked = db.ChangeTracker.Entries<OutboxMessage>()
            .Where(tracked => tracked.State == EntityState.Added && tracked.Entity.IsCoalesced)
            .Select(tracked => tracked.Entity)
            .OrderBy(message => message.OrderKey, StringComparer.Ordinal).ThenBy(message => message.Id)
            .ToList();
        foreach (var promise in asked)
        {
            await db.HoldOrderAsync(promise.OrderKey, cancel);
            if (IsRepeated(db, promise) || await IsWaitedForAsync(db, promise, cancel))
            {
                db.Entry(promise).State = EntityState.Detached;
            }

            promise.IsCoalesced = false;
        }
    }

    private static bool IsRepeated(PortalDbContext db, OutboxMessage promise) => db.ChangeTracker.Entries<OutboxMessage>().Any(other =>
        other.State == EntityState.Added && other.Entity.Id != promise.Id && other.Entity.Kind == promise.Kind && other.Entity.OrderKey == promise.OrderKey && !other.Entity.IsCoalesced);

    // One that has been taken may have read the older state, so it does not count.
    private static Task<bool> IsWaitedForAsync(PortalDbContext db, OutboxMessage promise, CancellationToken cancel) =>
        Waits.For(db)(db, promise.OrderKey, promise.Kind, cancel);
}
