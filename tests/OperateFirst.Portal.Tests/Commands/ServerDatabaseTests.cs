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
