using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace OperateFirst.Portal.Data;

/// <summary>SQLite, the default: one file, one writer at a time.</summary>
public sealed class SqlitePortalDbContext(DbContextOptions<SqlitePortalDbContext> options) : PortalDbContext(options)
{
    // https://sqlite.org/rescode.html
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;

    public override IEnumerable<string> AppendOnlyTriggers(string table) =>
        from action in new[] { "UPDATE", "DELETE" }
        select $"""
            CREATE TRIGGER IF NOT EXISTS "{table}_refuses_{action}" BEFORE {action} ON "{table}"
            BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
            """;

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

    /// <summary>For the migration tool only; it needs a model, not a database.</summary>
    internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<SqlitePortalDbContext>
    {
        public SqlitePortalDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqlitePortalDbContext>().UseSqlite("Data Source=design.db").Options);
    }
}
