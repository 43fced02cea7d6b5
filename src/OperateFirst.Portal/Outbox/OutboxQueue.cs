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
        /// anyway. One that has been taken may have read the older state, so it does not count.
        /// </summary>
        public async Task EnqueueCoalescedAsync(MessageDraft draft, DateTime now, CancellationToken cancel)
        {
            var pending = db.OutboxMessages.Local.Any(message =>
                    message.Kind == draft.Kind && message.OrderKey == draft.OrderKey && db.Entry(message).State == EntityState.Added)
                || await db.OutboxMessages.AnyAsync(
                    message => message.OrderKey == draft.OrderKey && message.State == OutboxState.Queued &&
                        message.Kind == draft.Kind && message.LeaseOwner == null,
                    cancel);
            if (!pending)
            {
                db.Enqueue(draft, now);
            }
        }
    }
}
