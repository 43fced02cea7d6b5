using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace OperateFirst.Portal.Data;

/// <summary>PostgreSQL, for several replicas over one database: many write at once, and what belongs together is held by name.</summary>
public sealed class PostgresPortalDbContext(DbContextOptions<PostgresPortalDbContext> options) : PortalDbContext(options)
{
    /// <summary>Names are compared byte by byte, as SQLite does: lists and look-ups by the beginning then mean the same on both.</summary>
    private const string ByteOrder = "C";

    private const string Guard = "portal_refuses_change";
    private const string UpgradeTurn = "portal: upgrade";

    // For as long as the transaction lasts; the numbers are those of names, and a name that shares one only waits longer.
    private const string HoldOne = "SELECT pg_advisory_xact_lock(hashtextextended({0}, 0))";
    private const string HoldShared = "SELECT pg_advisory_xact_lock_shared(hashtextextended({0}, 0))";

    public override Task<IDisposable> TakeWriteGateAsync(CancellationToken cancel) => Task.FromResult(NoTurn.Instance);

    public override Task HoldAsync(string name, CancellationToken cancel) => Database.ExecuteSqlRawAsync(HoldOne, [name], cancel);

    public override Task HoldSharedAsync(string name, CancellationToken cancel) => Database.ExecuteSqlRawAsync(HoldShared, [name], cancel);

    public override IEnumerable<string> AppendOnlyTriggers(string table) =>
    [
        $"""
        CREATE OR REPLACE FUNCTION {Guard}() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
        """,
        $"""CREATE OR REPLACE TRIGGER "{RowGuard(table)}" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION {Guard}()""",
        $"""CREATE OR REPLACE TRIGGER "{TableGuard(table)}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION {Guard}()""",
    ];

    public override async Task<IReadOnlyList<string>> UnguardedTablesAsync(CancellationToken cancel)
    {
        // A copy of the tables may lie in another schema, with triggers of the same names.
        var there = await Database.SqlQueryRaw<string>(
            """
            SELECT tgname::text AS "Value" FROM pg_trigger JOIN pg_class t ON t.oid = tgrelid JOIN pg_namespace s ON s.oid = t.relnamespace
            WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal AND s.nspname = current_schema()
            """).ToListAsync(cancel);
        return [.. this.AppendOnlyTables().Where(table => !there.Contains(RowGuard(table)) || !there.Contains(TableGuard(table)))];
    }

    public override Task<List<string>> IndexNamesAsync(CancellationToken cancel) =>
        Database.SqlQueryRaw<string>("SELECT indexname::text AS \"Value\" FROM pg_indexes WHERE schemaname = current_schema()").ToListAsync(cancel);

    // Held by the connection: it goes with a process that is killed.
    public override async Task<IAsyncDisposable> TakeUpgradeTurnAsync(CancellationToken cancel)
    {
        await Database.OpenConnectionAsync(cancel);

        // Neither waiting for another that upgrades a large database nor doing so ends after half a minute.
        Database.SetCommandTimeout(TimeSpan.Zero);
        var turn = new Turn(this);
        try
        {
            await Database.ExecuteSqlRawAsync("SELECT pg_advisory_lock(hashtextextended({0}, 0))", [UpgradeTurn], cancel);
            return turn;
        }
        catch
        {
            await turn.EndAsync();
            throw;
        }
    }

    // Who starts meanwhile waits for the turn to upgrade.
    public override async Task<bool> TryHoldAloneAsync(CancellationToken cancel)
    {
        await TakeUpgradeTurnAsync(cancel);
        return await Database.SqlQueryRaw<int>(
            "SELECT COUNT(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = {0}",
            PortalServer.ApplicationName).SingleAsync(cancel) == 0;
    }

    public override async Task<DbTransaction> BeginReadingAsync(CancellationToken cancel)
    {
        var transaction = await Database.GetDbConnection().BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using var command = transaction.Connection?.CreateCommand() ?? throw new InvalidOperationException("The connection is not open.");
        command.Transaction = transaction;
        command.CommandText = "SET TRANSACTION READ ONLY";
        await command.ExecuteNonQueryAsync(cancel);
        return transaction;
    }

    public override async Task RelaxDurabilityAsync(CancellationToken cancel)
    {
        await Database.OpenConnectionAsync(cancel);
        await Database.ExecuteSqlRawAsync("SET synchronous_commit = off", cancel);
    }

    public override async Task ContinueNumbersAsync(CancellationToken cancel)
    {
        var numbered = from type in Model.GetEntityTypes().Where(type => !type.IsMappedToJson())
                       from property in type.GetProperties()
                       where property.ValueGenerated == ValueGenerated.OnAdd && (property.ClrType == typeof(int) || property.ClrType == typeof(long))
                       select (Table: type.GetTableName(), Column: property.GetColumnName());
        foreach (var (table, column) in numbered.Distinct())
        {
            // Names of the model, which no parameter can stand for.
            var next = $"""SELECT setval(pg_get_serial_sequence('"{table}"', '{column}'), COALESCE((SELECT MAX("{column}") FROM "{table}"), 0) + 1, false)""";
            await Database.ExecuteSqlRawAsync(next, cancel);
        }
    }

    public override bool IsUniqueViolation(DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        var written = modelBuilder.Model.GetEntityTypes().Where(type => !type.IsMappedToJson()).SelectMany(PropertiesOf)
            .Where(property => (property.GetValueConverter()?.ProviderClrType ?? property.ClrType) == typeof(string));
        foreach (var text in written)
        {
            // How long a text may be is a rule of the entity's, with a sentence of its own; SQLite knows no other.
            text.SetColumnType("text");
            text.SetCollation(ByteOrder);
        }
    }

    private static IEnumerable<IMutableProperty> PropertiesOf(IMutableTypeBase type) =>
        type.GetProperties().Concat(type.GetComplexProperties().SelectMany(complex => PropertiesOf(complex.ComplexType)));

    /// <summary>A context over any database, for reading and filling it: nothing takes part in its saves.</summary>
    public static PostgresPortalDbContext Over(string connectionString) => new(
        new DbContextOptionsBuilder<PostgresPortalDbContext>()
            .UsePortalServer(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "transfer" }.ToString()).Options);

    private static string RowGuard(string table) => $"{table}_refuses_changes";

    private static string TableGuard(string table) => $"{table}_refuses_truncate";

    private sealed class Turn(PostgresPortalDbContext db) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_unlock(hashtextextended({0}, 0))", UpgradeTurn);
            }
            finally
            {
                await EndAsync();
            }
        }

        public Task EndAsync()
        {
            db.Database.SetCommandTimeout(null);
            return db.Database.CloseConnectionAsync();
        }
    }

    private sealed class NoTurn : IDisposable
    {
        public static readonly IDisposable Instance = new NoTurn();

        public void Dispose()
        {
        }
    }

    /// <summary>For the migration tool only; it needs a model, not a database.</summary>
    internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<PostgresPortalDbContext>
    {
        public PostgresPortalDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresPortalDbContext>().UsePortalServer("Host=localhost;Database=design").Options);
    }
}

internal static class PortalServer
{
    /// <summary>By this name the server knows a portal's connections.</summary>
    public const string ApplicationName = "OperateFirst.Portal";

    /// <summary>For people, after an article; without a password.</summary>
    public static string NameOf(string connectionString)
    {
        var named = new NpgsqlConnectionStringBuilder(connectionString);
        return $"database {named.Database} on {named.Host}";
    }

    public static DbContextOptionsBuilder UsePortalServer(this DbContextOptionsBuilder db, string connectionString) => db
        .UseNpgsql(connectionString, postgres => postgres
            .SetPostgresVersion(15, 0)

            // Npgsql's own would wrap what may pass by itself: a failure stays a DbException, as on SQLite.
            .ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)));

    public static DbContextOptionsBuilder<T> UsePortalServer<T>(this DbContextOptionsBuilder<T> db, string connectionString)
        where T : DbContext => (DbContextOptionsBuilder<T>)UsePortalServer((DbContextOptionsBuilder)db, connectionString);
}
