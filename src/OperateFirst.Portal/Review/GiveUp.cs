using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Review;

/// <summary>An operator gives up a message with a reason, which the project's people read.</summary>
public sealed class GiveUp(PortalDbContext db, OperatorsRecord record, TimeProvider time)
{
    public async Task RunAsync(Guid id, string? reason, CancellationToken cancel)
    {
        var message = await record.MessageAsync(id, cancel);
        var checks = new FieldChecks();
        var text = checks.Text("Reason", reason, "why it is not sent", OutboxMessage.DropReasonLength);
        checks.ThrowIfAny();
        message.GiveUp(text, record.By, time.UtcNow());
        record.Write(message, DeliveryEvents.GivenUp, text);
        await db.SaveChangesAsync(cancel);
    }
}
