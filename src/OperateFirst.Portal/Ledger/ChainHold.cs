using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Ledger;

/// <summary>
/// Keeps others from the chains that a save is about, from before they are read until the commit. What happens to the whole portal
/// changes all projects, so it waits for those who save one, and they for it.
/// </summary>
public static class ChainHold
{
    private const string Prefix = "chain: ";

    /// <param name="chains">Names of chains; the order does not matter, all take them in the same.</param>
    public static async Task TakeAsync(PortalDbContext db, IEnumerable<string> chains, CancellationToken cancel)
    {
        var names = chains.Distinct().Order(StringComparer.Ordinal).ToList();
        if (names.Remove(PortalLedger.PortalChain))
        {
            await db.HoldAsync(Prefix + PortalLedger.PortalChain, cancel);
        }
        else if (names.Count > 0)
        {
            await db.HoldSharedAsync(Prefix + PortalLedger.PortalChain, cancel);
        }

        foreach (var name in names)
        {
            await db.HoldAsync(Prefix + name, cancel);
        }
    }
}
