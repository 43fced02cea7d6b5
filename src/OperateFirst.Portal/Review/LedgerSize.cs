using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Review;

/// <summary>How long the ledger is. Counting all chains is kept for a minute, so that the page costs the same however many there are.</summary>
public sealed class LedgerSize
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly IServiceScopeFactory scopes;
    private readonly Kept<LedgerLength> length;

    public LedgerSize(IServiceScopeFactory scopes, TimeProvider time)
    {
        this.scopes = scopes;
        length = new Kept<LedgerLength>(Longest, time, CountAsync);
    }

    public Task<LedgerLength> ReadAsync(CancellationToken cancel) => length.ReadAsync(cancel);

    // Sequences have no gaps: the ends of the chains add up to the number of entries.
    private async Task<LedgerLength> CountAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        return await db.LedgerChains.GroupBy(_ => 1)
            .Select(chains => new LedgerLength(chains.Sum(chain => chain.Sequence), chains.LongCount())).SingleOrDefaultAsync() ?? new LedgerLength(0, 0);
    }
}

public sealed record LedgerLength(long Entries, long Chains);
