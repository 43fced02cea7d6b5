using Microsoft.EntityFrameworkCore;

namespace OperateFirst.Portal.Data;

/// <summary>Makes the database what this version needs: its migrations, the append-only triggers, the deep indexes. Safe to repeat.</summary>
public sealed class UpgradeDatabase(PortalDbContext db)
{
    /// <exception cref="DatabaseRefusedException">A newer version has written it.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        if (applied.Except(known).FirstOrDefault() is { } newer)
        {
            throw new DatabaseRefusedException(NewerSentence(newer));
        }

        if (applied.Count < known.Count)
        {
            await db.MigrateAloneAsync(cancel);
        }

        await db.PrepareAsync(cancel);

        // Not in a migration: SQLite rebuilds tables when a later migration changes them, and a rebuild drops their triggers.
        foreach (var statement in db.AppendOnlyTables().SelectMany(db.AppendOnlyTriggers).Concat(db.DeepIndexes()))
        {
            await db.Database.ExecuteSqlRawAsync(statement, cancel);
        }
    }

    public static string NewerSentence(string migration) =>
        $"The database was written by a newer version of the portal: it has the migration {migration}, which this version does not know. Start the newer version.";
}
