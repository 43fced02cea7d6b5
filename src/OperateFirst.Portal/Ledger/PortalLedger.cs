using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Ledger;

/// <summary>Records what happened. The entry is sealed and written with the state it tells of, in the same commit.</summary>
public sealed class PortalLedger(PortalDbContext db, TimeProvider time)
{
    /// <summary>The chain of what belongs to no project.</summary>
    public const string PortalChain = "portal";

    public static string ChainOf(Guid projectId) => projectId.ToString("N");

    /// <param name="actorId">Null where the portal itself acts.</param>
    /// <param name="body">Names and ids, never e-mail addresses.</param>
    public LedgerEntry Record(Guid projectId, string kind, Guid? actorId, JsonObject body) =>
        Add(ChainOf(projectId), kind, actorId, body);

    public LedgerEntry RecordForPortal(string kind, Guid? actorId, JsonObject body) => Add(PortalChain, kind, actorId, body);

    private LedgerEntry Add(string chain, string kind, Guid? actorId, JsonObject body)
    {
        var entry = LedgerEntry.Of(chain, time.UtcNow(), actorId, kind, body);
        db.LedgerEntries.Add(entry);
        return entry;
    }
}

public static class LedgerSets
{
    extension(PortalDbContext db)
    {
        public DbSet<LedgerEntry> LedgerEntries => db.Set<LedgerEntry>();

        public DbSet<LedgerChain> LedgerChains => db.Set<LedgerChain>();

        public DbSet<PublishedHead> PublishedHeads => db.Set<PublishedHead>();
    }
}
