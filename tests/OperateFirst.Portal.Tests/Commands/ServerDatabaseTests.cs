using Microsoft.EntityFrameworkCore;
using Npgsql;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands;

/// <summary>What keeping a database on PostgreSQL has that a file has not: other schemas in it, connections that go, limits of time.</summary>
public sealed class ServerDatabaseTests : IDisposable
{
    private readonly TestDatabase database = TestDatabase.OnServer(PostgresServer.CreateMigrated());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task Triggers_of_a_copy_in_another_schema_guard_nothing_here()
    {
        await using var db = database.OpenContext();
        Assert.Equal([], await db.UnguardedTablesAsync(Cancellation));

        database.Run(
            "CREATE SCHEMA copy",
            "CREATE TABLE copy.\"LedgerEntries\" (\"Id\" uuid)",
            "ALTER TRIGGER \"LedgerEntries_refuses_changes\" ON \"LedgerEntries\" RENAME TO gone",
            "CREATE TRIGGER \"LedgerEntries_refuses_changes\" BEFORE UPDATE OR DELETE ON copy.\"LedgerEntries\" FOR EACH ROW EXECUTE FUNCTION portal_refuses_change()");

        Assert.Equal(["LedgerEntries"], await db.UnguardedTablesAsync(Cancellation));
    }

    [Fact]
    public async Task After_the_turn_to_upgrade_the_limit_of_a_command_is_as_before_also_where_its_connection_was_lost()
    {
        await using var db = database.OpenContext();
        var turn = await db.TakeUpgradeTurnAsync(Cancellation);
        Assert.Equal(0, db.Database.GetCommandTimeout());
        database.Run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        await Record.ExceptionAsync(async () => await turn.DisposeAsync());

        Assert.Null(db.Database.GetCommandTimeout());
        Assert.Equal(System.Data.ConnectionState.Closed, db.Database.GetDbConnection().State);
        await using var other = database.OpenContext();
        await (await other.TakeUpgradeTurnAsync(Cancellation)).DisposeAsync();

        await using var held = await db.TakeUpgradeTurnAsync(Cancellation);
        using var soon = new CancellationTokenSource();
        var waiting = other.TakeUpgradeTurnAsync(soon.Token);
        await Until.TrueAsync("the other waits for the turn", () => PostgresServer.Scalar("SELECT COUNT(*) FROM pg_locks WHERE NOT granted", database.Settings["Database:ConnectionString"]) > 0, cancellationToken: Cancellation);
        await soon.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Null(other.Database.GetCommandTimeout());
        Assert.Equal(System.Data.ConnectionState.Closed, other.Database.GetDbConnection().State);
    }

    [Fact]
    public async Task Checking_the_ledger_may_take_longer_than_other_commands_may()
    {
        var impatient = new NpgsqlConnectionStringBuilder(database.Settings["Database:ConnectionString"]) { CommandTimeout = 1, Pooling = false }.ToString();
        await using var db = PostgresPortalDbContext.Over(impatient);
        await using var other = database.Open();
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await using var command = other.CreateCommand();
        command.CommandText = "LOCK TABLE \"LedgerEntries\" IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync(Cancellation);

        var check = new LedgerVerifier(db).RunAsync(null, Cancellation);
        command.CommandText = "SELECT pg_sleep(1.5)";
        await command.ExecuteNonQueryAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);

        Assert.True((await check).Holds);
    }
}
