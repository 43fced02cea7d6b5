using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OperateFirst.Portal.Data;

/// <summary>Makes the database what this version needs: its migrations, the append-only triggers, the deep indexes. Safe to repeat.</summary>
public sealed class UpgradeDatabase(PortalDbContext db)
{
    /// <exception cref="DatabaseRefusedException">A newer version has written it, or an upgrade does not go through. It was not changed.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        // Before the turn, which writes beside the database.
        await ReadMissingAsync(cancel);
        await using var turn = await db.TakeUpgradeTurnAsync(cancel);
        if (await ReadMissingAsync(cancel) is [var first, ..])
        {
            await MigrateAsync(first, cancel);
        }

        await db.PrepareAsync(cancel);

        // Not in a migration: SQLite rebuilds tables when a later migration changes them, and a rebuild drops their triggers.
        var there = await db.IndexNamesAsync(cancel);
        var triggers = (await db.UnguardedTablesAsync(cancel)).SelectMany(db.AppendOnlyTriggers);
        foreach (var statement in triggers.Concat(db.DeepIndexes().Where(index => !there.Contains(index.Name)).Select(index => index.Sql)))
        {
            await db.Database.ExecuteSqlRawAsync(statement, cancel);
        }
    }

    public static string NewerSentence(string migration) =>
        $"The database was written by a newer version of the portal: it has the migration {migration}, which this version does not know. Start the newer version.";

    private async Task<IReadOnlyList<string>> ReadMissingAsync(CancellationToken cancel)
    {
        var schema = await SchemaState.OfAsync(db, cancel);
        if (schema.Newer is { } newer)
        {
            throw new DatabaseRefusedException(NewerSentence(newer));
        }

        // Migrations are applied in their order: what lacks one in the middle was not made by the portal alone.
        return schema.Missing.Count == 0 || schema.Missing[0] == schema.Known[schema.Applied.Count]
            ? schema.Missing
            : throw new DatabaseRefusedException($"The database lacks the migration {schema.Missing[0]}, but has later ones: it is half upgraded. Restore a backup. Nothing was changed.");
    }

    private async Task MigrateAsync(string first, CancellationToken cancel)
    {
        try
        {
            await db.MigrateAsync(cancel);
        }
        catch (DbException failure) when (DatabaseTrouble.Of(failure) is null && failure is not PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege })
        {
            throw new DatabaseRefusedException(
                $"The database cannot be upgraded from the migration {first} on: {failure.Message} It looks half upgraded, or something else wrote it: restore a backup. Nothing was changed.");
        }
    }
}
