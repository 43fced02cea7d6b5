using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace OperateFirst.Portal.Data;

/// <summary>SQLite, the default: one file, one writer at a time.</summary>
public sealed class SqlitePortalDbContext(DbContextOptions<SqlitePortalDbContext> options) : PortalDbContext(options)
{
    // https://sqlite.org/rescode.html
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;
    private const string MigrationTurn = ".migrating";

    // EAGAIN on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];
    private static readonly string[] RefusedActions = ["UPDATE", "DELETE"];

    private DbConnection? kept;

    public override Task<IDisposable> TakeWriteGateAsync(CancellationToken cancel) => this.GetService<WriteGate>().EnterAsync(cancel);

    // A transaction that writes is alone from its beginning.
    public override Task HoldAsync(string name, CancellationToken cancel) => Task.CompletedTask;

    public override Task HoldSharedAsync(string name, CancellationToken cancel) => Task.CompletedTask;

    public override IEnumerable<string> AppendOnlyTriggers(string table) =>
        from action in RefusedActions
        select $"""
            CREATE TRIGGER IF NOT EXISTS "{TriggerOf(table, action)}" BEFORE {action} ON "{table}"
            BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
            """;

    public override async Task<IReadOnlyList<string>> UnguardedTablesAsync(CancellationToken cancel)
    {
        var there = await Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'trigger'").ToListAsync(cancel);
        return [.. this.AppendOnlyTables().Where(table => RefusedActions.Any(action => !there.Contains(TriggerOf(table, action))))];
    }

    public override Task<List<string>> IndexNamesAsync(CancellationToken cancel) =>
        Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'index'").ToListAsync(cancel);

    // A file lock goes with the process that held it.
    public override async Task<IAsyncDisposable> TakeUpgradeTurnAsync(CancellationToken cancel) =>
        await TakeTurnAsync(Database.GetDbConnection().DataSource + MigrationTurn, cancel);

    public override async Task MigrateAsync(CancellationToken cancel)
    {
        await using (DatabaseFile.Open(Database.GetDbConnection().DataSource, SqliteOpenMode.ReadWriteCreate))
        {
        }

        // EF Core's own row of a process that was killed would hold up every start after it.
        if (await Database.SqlQueryRaw<int>("SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(cancel) > 0)
        {
            await Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancel);
        }

        await base.MigrateAsync(cancel);
    }

    // A portal keeps a connection open, and nobody gets the exclusive lock beside it.
    public override async Task<bool> TryHoldAloneAsync(CancellationToken cancel)
    {
        await Database.OpenConnectionAsync(cancel);
        Database.SetCommandTimeout(TimeSpan.FromSeconds(2));
        try
        {
            foreach (var statement in new[] { "PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT" })
            {
                await Database.ExecuteSqlRawAsync(statement, cancel);
            }

            return true;
        }
        catch (SqliteException busy) when (DatabaseTrouble.Of(busy) is { IsOfConnection: false })
        {
            return false;
        }
    }

    // A copy from a backup is in another mode, in which readers and the writer hold up each other.
    public override Task PrepareAsync(CancellationToken cancel) => Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancel);

    // Deferred: it never takes the writer's lock.
    public override Task<DbTransaction> BeginReadingAsync(CancellationToken cancel) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)Database.GetDbConnection()).BeginTransaction(deferred: true));

    public override async Task RelaxDurabilityAsync(CancellationToken cancel)
    {
        await Database.OpenConnectionAsync(cancel);
        await Database.ExecuteSqlRawAsync("PRAGMA synchronous = OFF", cancel);
    }

    public override bool IsUniqueViolation(DbUpdateException failure) =>
        failure.InnerException is SqliteException { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey };

    // Beginning and committing are no commands that an interceptor would see fail.
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch (Exception failure) when (DatabaseTrouble.Of(failure) is { IsOfConnection: true })
        {
            SqliteConnection.ClearPool((SqliteConnection)Database.GetDbConnection());
            throw;
        }
    }

    /// <summary>Has a connection stay open until the context is given back.</summary>
    internal void Keep(DbConnection connection) => kept = connection;

    private void CloseKept()
    {
        kept?.Close();
        kept = null;
    }

    public override void Dispose()
    {
        CloseKept();
        base.Dispose();
    }

    public override ValueTask DisposeAsync()
    {
        CloseKept();
        return base.DisposeAsync();
    }

    /// <summary>A context over any file, for reading and migrating it: nothing takes part in its saves.</summary>
    public static SqlitePortalDbContext Over(string file) => new(
        new DbContextOptionsBuilder<SqlitePortalDbContext>().UsePortalFile(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, ForeignKeys = true }.ToString()).Options);

    private static string TriggerOf(string table, string action) => $"{table}_refuses_{action}";

    private static async Task<FileStream> TakeTurnAsync(string file, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (DirectoryNotFoundException)
            {
                throw new DatabaseRefusedException($"The folder of the database {file[..^MigrationTurn.Length]} does not exist. See the setting Database:ConnectionString.");
            }
            catch (IOException failure) when (HeldByAnother.Contains(failure.HResult))
            {
                await timer.WaitForNextTickAsync(cancel);
            }
        }
    }

    /// <summary>For the migration tool only; it needs a model, not a database.</summary>
    internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<SqlitePortalDbContext>
    {
        public SqlitePortalDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqlitePortalDbContext>().UseSqlite("Data Source=design.db").Options);
    }
}

internal static class PortalFile
{
    public static DbContextOptionsBuilder UsePortalFile(this DbContextOptionsBuilder db, string connectionString) => db
        .UseSqlite(connectionString)
        .AddInterceptors(SqlitePragmas.Instance, ForgetBrokenConnections.Instance);

    public static DbContextOptionsBuilder<T> UsePortalFile<T>(this DbContextOptionsBuilder<T> db, string connectionString)
        where T : DbContext => (DbContextOptionsBuilder<T>)UsePortalFile((DbContextOptionsBuilder)db, connectionString);
}
