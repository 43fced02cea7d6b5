using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace OperateFirst.Portal.TestSupport;

/// <summary>
/// The database of a portal under test, of the present schema and empty: a SQLite file, or one on the PostgreSQL server of this run
/// where PORTAL_TEST_DATABASE says Postgres.
/// </summary>
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

    /// <summary>A connection beside the portal's own.</summary>
    public DbConnection Open()
    {
        DbConnection connection = IsPostgres ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString + ";Pooling=False");
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
