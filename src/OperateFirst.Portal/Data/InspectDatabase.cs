using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace OperateFirst.Portal.Data;

/// <summary>Says whether a file is a whole database of this portal, and writes nothing.</summary>
public static class InspectDatabase
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <returns>How many migrations it lacks.</returns>
    /// <exception cref="DatabaseRefusedException">It is none, or broken, or of a newer version.</exception>
    public static int Run(string file)
    {
        if (!File.Exists(file))
        {
            throw new DatabaseRefusedException($"There is no file {file}.");
        }

        try
        {
            using var connection = DatabaseFile.Open(file, SqliteOpenMode.ReadOnly);
            if (Texts(connection, "PRAGMA integrity_check(1)") is not ["ok"])
            {
                throw new DatabaseRefusedException($"{file} is broken: SQLite's own check does not pass.");
            }

            return Missing(file, connection);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is Corrupt or NotADatabase)
        {
            throw new DatabaseRefusedException($"{file} is broken, or no database at all.");
        }
    }

    private static int Missing(string file, SqliteConnection connection)
    {
        using var db = SqlitePortalDbContext.Over(file);
        var hasHistory = Texts(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('__EFMigrationsHistory', 'Projects', 'LedgerEntries')").Count == 3;
        var applied = hasHistory ? Texts(connection, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY \"MigrationId\"") : [];
        var schema = new SchemaState([.. db.Database.GetMigrations()], applied);
        if (!applied.Intersect(schema.Known).Any())
        {
            throw new DatabaseRefusedException($"{file} is no database of the portal.");
        }

        return schema.Newer is { } newer
            ? throw new DatabaseRefusedException($"{file} cannot be used. {UpgradeDatabase.NewerSentence(newer)}")
            : schema.Missing.Count;
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are written in this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }
}
