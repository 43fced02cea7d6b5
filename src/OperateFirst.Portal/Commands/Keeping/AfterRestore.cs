using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Commands.Keeping;

/// <summary>
/// What a database from a backup needs before a portal starts over it. <c>restore</c> does it by itself; <c>after-restore</c> does it
/// for PostgreSQL, where pg_restore has put the backup in place.
/// </summary>
internal static class AfterRestore
{
    public static Command Command(Func<IServiceProvider> build)
    {
        var command = new Command(
            "after-restore", "After pg_restore and before the portal starts: checks the ledger and sees to it that nothing is delivered twice. Exit code 0: done; 1: the ledger does not hold; 2: refused.");
        command.SetAction((_, cancel) => RunAsync(build(), cancel));
        return command;
    }

    public static async Task RunAsync(PortalDbContext db, DateTime now, CancellationToken cancel)
    {
        await ExpectEarlierTriesAsync(db, now, cancel);

        // Who signed out after the backup was made stays signed out: everybody signs in again.
        await db.Sessions.ExecuteDeleteAsync(cancel);
    }

    private static async Task<int> RunAsync(IServiceProvider services, CancellationToken cancel)
    {
        var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        if (!options.IsPostgres)
        {
            throw new DatabaseRefusedException("This is for PostgreSQL. The data is in SQLite, where restore does all of it.");
        }

        await using var side = TransferSide.Server(options.ConnectionString);
        await side.RefuseUnlessPortalAsync(cancel);
        var now = services.GetRequiredService<TimeProvider>().UtcNow();
        await side.TakeAloneAsync(now, cancel);
        await new UpgradeDatabase(side.Db).RunAsync(cancel);
        var check = await new LedgerVerifier(side.Db).RunAsync(null, cancel);
        if (!check.Holds)
        {
            await Console.Error.WriteLineAsync(CheckedLedger.WordsOf(check));
            return Verbs.Bad;
        }

        await using var transaction = await side.Db.Database.BeginTransactionAsync(cancel);
        await RunAsync(side.Db, now, cancel);
        await transaction.CommitAsync(cancel);
        Console.WriteLine(CheckedLedger.WordsOf(check));
        Console.WriteLine("What waits is looked for before it is delivered again, and everybody signs in again. Now start the portal.");
        return Verbs.Good;
    }

    // What waited when the backup was made was perhaps delivered since: each delivery looks before it posts.
    private static async Task ExpectEarlierTriesAsync(PortalDbContext db, DateTime now, CancellationToken cancel)
    {
        var backedUp = await db.LedgerEntries.MaxAsync(entry => (DateTime?)entry.AtUtc, cancel) ?? now;
        await db.OutboxMessages.Where(message => message.State == OutboxState.Queued)
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.SentAgainAtUtc, now), cancel);
        await db.TrackingIssues.Where(issue => issue.Number == null && issue.OpeningBegunAtUtc == null)
            .ExecuteUpdateAsync(set => set.SetProperty(issue => issue.OpeningBegunAtUtc, backedUp), cancel);

        // Of issues that were promised later the copy knows nothing at all.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "GitHubSweeps" ("Id", "DueAtUtc", "MissingAfter", "RestoredAtUtc") VALUES ({GitHubSweep.TheOne}, {now}, 0, {now})
            ON CONFLICT ("Id") DO UPDATE SET "RestoredAtUtc" = excluded."RestoredAtUtc"
            """,
            cancel);
    }
}
