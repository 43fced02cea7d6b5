using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Ledger;

/// <summary>What a room does, inside the save, about entries that were just written.</summary>
public interface ILedgerReaction
{
    Task ReactAsync(PortalDbContext db, IReadOnlyList<LedgerEntry> entries, CancellationToken cancel);
}

/// <summary>Gives each new entry its place in its chain, inside the save's transaction, and lets the reactions run.</summary>
internal sealed class LedgerSealing(IEnumerable<ILedgerReaction> reactions) : ISaveParticipant
{
    private static readonly PreparedRow<LedgerChain, string> Row = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, string name, CancellationToken cancel) => db.Set<LedgerChain>().SingleOrDefault(chain => chain.Chain == name)));

    public async Task BeforeWriteAsync(PortalDbContext db, CancellationToken cancel)
    {
        var fresh = db.ChangeTracker.Entries<LedgerEntry>()
            .Where(tracked => tracked.State == EntityState.Added && !tracked.Entity.IsSealed)
            .Select(tracked => tracked.Entity)
            .OrderBy(entry => entry.Id)
            .GroupBy(entry => entry.Chain)
            .ToList();
        var ends = db.ChangeTracker.Entries<LedgerChain>().Where(tracked => tracked.State == EntityState.Modified).Select(tracked => tracked.Entity.Chain);
        await ChainHold.TakeAsync(db, fresh.Select(chain => chain.Key).Concat(ends), cancel);
        foreach (var chain in fresh)
        {
            var row = await Row.FindAsync(db, chain.Key, cancel);
            if (row is null)
            {
                row = LedgerChain.Begin(chain.Key);
                db.LedgerChains.Add(row);
            }

            foreach (var entry in chain)
            {
                row.Append(entry);
            }
        }
    }

    public async Task BeforeCommitAsync(PortalDbContext db, CancellationToken cancel)
    {
        var written = db.ChangeTracker.Entries<LedgerEntry>()
            .Where(tracked => tracked.State == EntityState.Unchanged && tracked.Entity.AwaitsReaction)
            .Select(tracked => tracked.Entity)
            .ToList();
        if (written.Count == 0)
        {
            return;
        }

        written.ForEach(entry => entry.AwaitsReaction = false);
        foreach (var reaction in reactions)
        {
            await reaction.ReactAsync(db, written, cancel);
        }
    }
}

public static class LedgerServices
{
    public static IServiceCollection AddLedger(this IServiceCollection services) => services
        .AddScoped<PortalLedger>()
        .AddScoped<LedgerVerifier>()
        .AddSingleton<ILedgerReaction, PublishProvedHeads>()
        .AddClockJob<PublishHeads>()
        .AddSingleton<ISaveParticipant, LedgerSealing>();
}
