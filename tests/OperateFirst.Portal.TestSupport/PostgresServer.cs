using System.Diagnostics.CodeAnalysis;
using Npgsql;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.TestSupport;

/// <summary>The PostgreSQL server that tests/run starts for a run of the tests; each test has databases of its own there.</summary>
public static class PostgresServer
{
    private const string Variable = "PORTAL_TEST_POSTGRES";

    // Migrated once in a run: most of the time of a test would else be migrations.
    private static readonly Lazy<string> Template = new(MigrateTemplate);

    /// <summary>To the server's own database, as a user who may make others.</summary>
    public static string ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set
        ? set
        : throw new InvalidOperationException($"This test needs PostgreSQL. tests/run starts one and names it in {Variable}, such as Host=127.0.0.1;Port=5432;Username=portal;Database=postgres.");

    /// <returns>The connection string of a new database without tables.</returns>
    public static string Create() => Create(template: "template0");

    /// <returns>The connection string of a new database of the present schema, without rows.</returns>
    public static string CreateMigrated() => Create(Template.Value);

    /// <returns>The connection string of a new database that holds what the other holds; its connections are broken off.</returns>
    public static string Copy(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database ?? "";
        Run($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        return Create(name);
    }

    public static void Drop(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database ?? "";
        using (var pooled = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        Run($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
    }

    /// <summary>Runs a statement as the user of <see cref="ConnectionString"/>.</summary>
    /// <param name="database">Null: the server's own.</param>
    [SuppressMessage("Security", "CA2100", Justification = "The statements are written in the tests.")]
    public static void Run(string sql, string? database = null)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database ?? ConnectionString) { Pooling = false }.ToString());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>The number that a query gives.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "The statements are written in the tests.")]
    public static long Scalar(string sql, string database)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ToString());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private static string Create(string template)
    {
        var name = $"portal_{Guid.CreateVersion7():N}";
        Run($"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\" STRATEGY FILE_COPY");
        return To(name);
    }

    // Hundreds of databases share the server's connections.
    private static string To(string name) => new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name, MaxPoolSize = 30, ConnectionIdleLifetime = 10, ConnectionPruningInterval = 5 }.ToString();

    private static string MigrateTemplate()
    {
        var connectionString = Create();
        using (var db = PostgresPortalDbContext.Over(connectionString))
        {
            new UpgradeDatabase(db).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        return new NpgsqlConnectionStringBuilder(connectionString).Database ?? "";
    }
}
