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
    private readonly bool onServer;
    private readonly bool kept;

    private TestDatabase(string connectionString, bool onServer, bool kept = false) => (this.connectionString, this.onServer, this.kept) = (connectionString, onServer, kept);

    public static bool IsPostgres => Environment.GetEnvironmentVariable("PORTAL_TEST_DATABASE") == "Postgres";

    /// <summary>The settings that lead a portal to it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Database:Provider"] = onServer ? "Postgres" : "Sqlite",
        ["Database:ConnectionString"] = connectionString,
    };

    /// <param name="file">Where it lies if it is a file; left as it is where it exists.</param>
    public static TestDatabase Migrated(string file)
    {
        if (IsPostgres)
        {
            return OnServer(PostgresServer.CreateMigrated());
        }

        if (!File.Exists(file))
        {
            MigratedDatabase.CopyTo(file);
        }

        return OfFile(file);
    }

    /// <summary>Without tables, for a start that makes them.</summary>
    public static TestDatabase Empty(string file) => IsPostgres ? OnServer(PostgresServer.Create()) : OfFile(file);

    /// <summary>For a test of one of the two, whatever the run is about.</summary>
    /// <param name="connectionString">Of a database that is dropped with this.</param>
    public static TestDatabase OnServer(string connectionString) => new(connectionString, onServer: true);

    /// <summary>Of a server of the test's own, with which it goes.</summary>
    public static TestDatabase Of(PostgresProcess server) => new(server.ConnectionString, onServer: true, kept: true);

    public static TestDatabase OfFile(string file) => new($"Data Source={file}", onServer: false);

    /// <summary>What it holds now, in a database of its own. Nothing may be written meanwhile.</summary>
    /// <param name="file">Where the copy lies if it is a file.</param>
    public TestDatabase CopyTo(string file)
    {
        if (onServer)
        {
            return OnServer(PostgresServer.Copy(connectionString));
        }

        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"VACUUM INTO '{file}'";
        command.ExecuteNonQuery();
        return OfFile(file);
    }

    /// <summary>A context over it that takes part in nothing of the portal's.</summary>
    public PortalDbContext OpenContext() => onServer
        ? PostgresPortalDbContext.Over(connectionString)
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
        DbConnection connection = onServer ? new NpgsqlConnection($"{connectionString};Pooling={!kept}") : new SqliteConnection(connectionString + ";Pooling=False;Foreign Keys=False");
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        if (onServer && !kept)
        {
            PostgresServer.Drop(connectionString);
        }
    }
}
