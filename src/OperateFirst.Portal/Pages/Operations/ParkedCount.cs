using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>How many messages wait for an operator. Counting stops where more would not change what one does.</summary>
public sealed class ParkedCount(PortalDbContext db)
{
    private const int Most = 1000;

    public async Task<ParkedMessages> ReadAsync(CancellationToken cancel) =>
        new(await db.OutboxMessages.AsNoTracking().Where(message => message.State == OutboxState.Parked).OrderBy(message => message.DueAtUtc).Take(Most).CountAsync(cancel), Most);
}

public sealed record ParkedMessages(int Count, int Most)
{
    public string Words => Count switch
    {
        1 => "1 message needs you",
        _ when Count == Most => $"{Most} messages or more need you",
        _ => $"{Count} messages need you",
    };
}
