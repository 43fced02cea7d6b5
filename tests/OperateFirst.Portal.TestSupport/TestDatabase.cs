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

    /// <summary>A connection beside the portal's own.</summary>
    public DbConnection Open()
    {
        DbConnection connection = onServer ? new NpgsqlConnection($"{connectionString};Pooling={!kept}") : new SqliteConnection(connectionString + ";Pooling=False");
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
