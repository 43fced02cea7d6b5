using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Ledger;

/// <param name="Sequence">Of the entry in its chain; 0 where the chain itself is what is wrong.</param>
/// <param name="Problem">A sentence.</param>
public sealed record LedgerFault(string Chain, long Sequence, string Problem);

/// <param name="First">The first thing found wrong; null where all of it holds.</param>
public sealed record LedgerCheck(long Entries, long Chains, LedgerFault? First)
{
    public bool Holds => First is null;
}

/// <summary>
/// Checks all of the ledger: each entry's hash, its place after the one before, the end of each chain, and that every
/// published head is still what the ledger says. It reads only.
/// </summary>
public sealed class LedgerVerifier(PortalDbContext db)
{
    /// <summary>So many entries lie between two reports of the progress.</summary>
    private const int Step = 10_000;

    /// <summary>A large ledger is sorted and read for minutes, where other commands may take half of one.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const string Entries =
        """SELECT "Chain", "Sequence", "AtUtc", "ActorId", "Kind", "Body", "PreviousHash", "BodyHash", "Hash" FROM "LedgerEntries" ORDER BY "Chain", "Sequence" """;

    private const string LostEnd =
        """
        SELECT c."Chain", c."Sequence" FROM "LedgerChains" c LEFT JOIN "LedgerEntries" e ON e."Chain" = c."Chain" AND e."Sequence" = c."Sequence"
        WHERE e."Hash" IS NULL OR e."Hash" <> c."Hash" ORDER BY c."Chain" LIMIT 1
        """;

    private const string BrokenHead =
        """
        SELECT h."Chain", h."Sequence" FROM "PublishedHeads" h LEFT JOIN "LedgerEntries" e ON e."Chain" = h."Chain" AND e."Sequence" = h."Sequence"
        WHERE e."Hash" IS NULL OR e."Hash" <> h."Hash" ORDER BY h."Chain", h."Sequence" LIMIT 1
        """;

    // Sequences have no gaps by then, so the last ones add up to the number of entries.
    private const string Beyond =
        """
        SELECT e."Chain", MAX(e."Sequence") FROM "LedgerEntries" e LEFT JOIN "LedgerChains" c ON c."Chain" = e."Chain"
        GROUP BY e."Chain", c."Sequence" HAVING c."Sequence" IS NULL OR MAX(e."Sequence") <> c."Sequence" ORDER BY e."Chain" LIMIT 1
        """;

    /// <param name="progress">Told the number of entries checked so far, every few thousand.</param>
    public async Task<LedgerCheck> RunAsync(IProgress<long>? progress, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            // One transaction: what is written meanwhile is not half seen. In the caller's own, what is not committed yet is checked.
            var own = db.Database.CurrentTransaction is null ? await db.BeginReadingAsync(cancel) : null;
            await using var ended = own;
            var transaction = own ?? db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("There is no transaction.");
            var check = await CheckEntriesAsync(transaction, progress, cancel);
            return check.Holds
                ? check with
                {
                    First = await FirstAsync(transaction, LostEnd, "The last entry of this chain is gone or is another one than was written.", cancel)
                        ?? await FirstAsync(transaction, Beyond, "This chain has an entry that the portal did not write.", cancel)
                        ?? await FirstAsync(transaction, BrokenHead, "A head was published for this entry, and the ledger no longer has it.", cancel),
                }
                : check;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<LedgerFault?> FirstAsync(DbTransaction transaction, string sql, string problem, CancellationToken cancel)
    {
        await using var command = CommandOf(transaction, sql);
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? new LedgerFault(row.GetString(0), row.GetInt64(1), problem) : null;
    }

    // Asynchronous reading costs more than all of the checking here, and SQLite has none: rows are read as they come.
    private static async Task<LedgerCheck> CheckEntriesAsync(DbTransaction transaction, IProgress<long>? progress, CancellationToken cancel)
    {
        await using var command = CommandOf(transaction, Entries);
        await using var row = await command.ExecuteReaderAsync(cancel);
        using var link = new ChainLink();
        long entries = 0;
        long chains = 0;
        while (row.Read())
        {
            if (link.Follow(row) is { } problem)
            {
                return new LedgerCheck(entries, chains, new LedgerFault(link.Chain, link.Sequence, problem));
            }

            chains += link.IsFirst ? 1 : 0;
            if (++entries % Step == 0)
            {
                cancel.ThrowIfCancellationRequested();
                progress?.Report(entries);
            }
        }

        progress?.Report(entries);
        return new LedgerCheck(entries, chains, null);
    }

    private static DbCommand CommandOf(DbTransaction transaction, string sql)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.");
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = (int)Longest.TotalSeconds;
        return command;
    }
}
