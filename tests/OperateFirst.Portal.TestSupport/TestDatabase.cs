using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.TestSupport;

/// <summary>
/// The database of a portal under test, of the present schema and empty: a SQLite file, or one on the PostgreSQL server of this run
/// where PORTAL_TEST_DATABASE says Postgres.
/// </summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are written in the tests.")]
public sealed class TestDatabase : IDisposable
{
    private readonly string connectionString;

    private TestDatabase(string connectionString) => this.connectionString = connectionString;

    public static bool IsPostgres => Environment.GetEnvironmentVariable("PORTAL_TEST_DATABASE") == "Postgres";

    /// <summary>The settings that lead a portal to it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Database:Provider"] = IsPostgres ? "Postgres" : "Sqlite",
        ["Database:ConnectionString"] = connectionString,
    };

    /// <param name="file">Where it lies if it is a file; left as it is where it exists.</param>
    public static TestDatabase Migrated(string file)
    {
        if (IsPostgres)
        {
            return new TestDatabase(PostgresServer.CreateMigrated());
        }

        if (!File.Exists(file))
        {
            MigratedDatabase.CopyTo(file);
        }

        return new TestDatabase($"Data Source={file}");
    }

    /// <summary>Without tables, for a start that makes them.</summary>
    public static TestDatabase Empty(string file) => new(IsPostgres ? PostgresServer.Create() : $"Data Source={file}");

    /// <summary>What it holds now, in a database of its own. Nothing may be written meanwhile.</summary>
    /// <param name="file">Where the copy lies if it is a file.</param>
    public TestDatabase CopyTo(string file)
    {
        if (IsPostgres)
        {
            return new TestDatabase(PostgresServer.Copy(connectionString));
        }

        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"VACUUM INTO '{file}'";
        command.ExecuteNonQuery();
        return new TestDatabase($"Data Source={file}");
    }

    /// <summary>A context over it that takes part in nothing of the portal's.</summary>
    public PortalDbContext OpenContext() => IsPostgres
        ? new PostgresPortalDbContext(new DbContextOptionsBuilder<PostgresPortalDbContext>().UseNpgsql(connectionString).Options)
        : new SqlitePortalDbContext(new DbContextOptionsBuilder<SqlitePortalDbContext>().UseSqlite(connectionString + ";Pooling=False").Options);

    /// <summary>Carries out statements as somebody who holds the database and knows no rule of it.</summary>
    public void Run(params IEnumerable<string> statements)
    {
        using var connection = Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>A connection beside the portal's own.</summary>
    public DbConnection Open()
    {
        DbConnection connection = IsPostgres ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString + ";Pooling=False;Foreign Keys=False");
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        if (IsPostgres)
        {
            PostgresServer.Drop(connectionString);
        }
    }
}
