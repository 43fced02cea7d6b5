using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Review;

/// <summary>An operator has a message that was given up sent again, or does not wait for the time of the next try.</summary>
public sealed class SendAgain(PortalDbContext db, OperatorsRecord record, TimeProvider time)
{
    /// <summary>As many as a page of the list shows.</summary>
    public const int MostAtOnce = DeliveryList.PageSize;

    public async Task RunAsync(Guid id, CancellationToken cancel)
    {
        var message = await record.MessageAsync(id, cancel);
        message.SendAgain(time.UtcNow());
        record.Write(message, DeliveryEvents.SentAgain);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Sends again those of the messages that are still given up; the others are left as they are.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAllAsync(IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        record.RequireOperator();
        var chosen = ids.Take(MostAtOnce).ToList();
        var messages = await db.OutboxMessages.Where(message => chosen.Contains(message.Id) && message.State == OutboxState.Parked)
            .OrderBy(message => message.Id).ToListAsync(cancel);
        if (messages.Count == 0)
        {
            throw new RuleBrokenException("None of these messages is given up any more. The list below is up to date.");
        }

        foreach (var message in messages)
        {
            message.SendAgain(time.UtcNow());
            record.Write(message, DeliveryEvents.SentAgain);
        }

        await db.SaveChangesAsync(cancel);
        return messages.Count;
    }

    public async Task NowAsync(Guid id, CancellationToken cancel)
    {
        var message = await record.MessageAsync(id, cancel);
        message.TryNow(time.UtcNow());
        record.Write(message, DeliveryEvents.TriedNow);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>What operators do about messages, told in the ledger without any address.</summary>
public sealed class OperatorsRecord(PortalDbContext db, PortalLedger ledger, CurrentAccount me)
{
    public string By => me.Name;

    /// <exception cref="ProjectNotFoundException">The person is no operator.</exception>
    public void RequireOperator()
    {
        if (!me.IsOperator)
        {
            throw new ProjectNotFoundException();
        }
    }

    public async Task<OutboxMessage> MessageAsync(Guid id, CancellationToken cancel)
    {
        RequireOperator();
        return await db.OutboxMessages.SingleOrDefaultAsync(message => message.Id == id, cancel) ?? throw new ProjectNotFoundException();
    }

    public void Write(OutboxMessage message, string kind, string reason = "")
    {
        var body = new JsonObject { ["by"] = me.Name, ["message"] = message.Id.ToString("N"), ["kind"] = message.Kind, ["title"] = message.Title };
        if (reason.Length > 0)
        {
            body["reason"] = reason;
        }

        if (message.ProjectId is { } project)
        {
            ledger.Record(project, kind, me.Id, body);
        }
        else
        {
            ledger.RecordForPortal(kind, me.Id, body);
        }
    }
}
