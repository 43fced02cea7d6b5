using Npgsql;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Data;

/// <summary>Whoever holds a database of PostgreSQL alone has no portal beside, and none that starts meanwhile.</summary>
[Trait("Database", "Sqlite")]
public sealed class HoldAloneTests : IDisposable
{
    private readonly string server = PostgresServer.CreateMigrated();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => PostgresServer.Drop(server);

    [Theory]
    [InlineData("OperateFirst.Portal", false)]
    [InlineData("psql", true)]
    public async Task Beside_a_portals_connection_it_is_not_held_alone(string program, bool alone)
    {
        await using var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false, ApplicationName = program }.ToString());
        await other.OpenAsync(Cancellation);
        await using var db = PostgresPortalDbContext.Over(server);

        Assert.Equal(alone, await db.TryHoldAloneAsync(Cancellation));
    }

    [Fact]
    public async Task A_portal_that_starts_meanwhile_waits_until_it_is_given_back()
    {
        await using var starting = PostgresPortalDbContext.Over(server);
        Task upgrade;
        await using (var holder = PostgresPortalDbContext.Over(server))
        {
            Assert.True(await holder.TryHoldAloneAsync(Cancellation));
            upgrade = new UpgradeDatabase(starting).RunAsync(Cancellation);
            await Until.TrueAsync("the start waits", () => upgrade.IsCompleted || PostgresServer.Scalar(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'", server) == 1, cancellationToken: Cancellation);
            Assert.False(upgrade.IsCompleted, "It upgraded what another holds.");
        }

        await upgrade;
    }
}
