using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Ledger;

/// <summary>A kind of entry that people get a receipt of: the head is published in the same commit, so that the receipt can be checked at once.</summary>
public sealed record ProvedKind(string Kind);

/// <summary>Publishes the head of a chain with each entry that is to be proved.</summary>
internal sealed class PublishProvedHeads(IEnumerable<ProvedKind> kinds, TimeProvider time) : ILedgerReaction
{
    private readonly HashSet<string> proved = [.. kinds.Select(proved => proved.Kind)];

    public async Task ReactAsync(PortalDbContext db, IReadOnlyList<LedgerEntry> entries, CancellationToken cancel)
    {
        foreach (var name in entries.Where(entry => proved.Contains(entry.Kind)).Select(entry => entry.Chain).Distinct())
        {
            if (await db.LedgerChains.FindAsync([name], cancel) is { } chain)
            {
                db.PublishedHeads.Add(chain.Publish(time.UtcNow()));
            }
        }
    }
}

/// <summary>Once a day: the heads of all chains that grew on a day before.</summary>
internal sealed class PublishHeads(PortalDbContext db) : IClockJob
{
    private const int Batch = 100;

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        var chains = await db.LedgerChains.Where(chain => chain.UnpublishedSinceUtc < now.Date)
            .OrderBy(chain => chain.UnpublishedSinceUtc).Take(Batch).ToListAsync(cancel);
        if (chains.Count > 0)
        {
            db.PublishedHeads.AddRange(chains.Select(chain => chain.Publish(now)));
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException failure) when (failure is DbUpdateConcurrencyException || db.IsUniqueViolation(failure))
            {
                // One of them grew, or was published, at the same moment: the next batch reads them anew.
            }
        }

        return chains.Count;
    }
}
