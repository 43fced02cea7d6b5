using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands;

/// <summary>A database of PostgreSQL that came from a backup, as an operator takes it into use: <c>after-restore</c>.</summary>
public sealed class AfterRestoreTests : IAsyncLifetime
{
    private const string Looked = "SELECT COUNT(*) FROM \"OutboxMessages\" WHERE \"State\" = 'queued' AND \"SentAgainAtUtc\" IS NOT NULL";
    private const string Turn = "INSERT INTO \"ClockTurns\" (\"Id\", \"Owner\", \"UntilUtc\", \"Renewals\") VALUES (1, gen_random_uuid(), now() + interval '1 hour', 3)";

    private readonly TemporaryFolder folder = new();
    private TestDatabase? restored;

    private TestDatabase Restored => restored ?? throw new InvalidOperationException("Not made yet.");

    private string Server => Restored.Settings["Database:ConnectionString"];

    public async ValueTask InitializeAsync()
    {
        await using var portal = new PortalApp(_ => { }, over: TestDatabase.OnServer(PostgresServer.CreateMigrated()));
        var lead = await portal.LeadAsync();
        await lead.PostAsync("/projects/sigstore-aas/agreements/telemetry", ("Input.Agreed", "true"));
        restored = portal.CopyDatabase("");
    }

    public ValueTask DisposeAsync()
    {
        restored?.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_waits_is_looked_for_first_and_everybody_signs_in_again()
    {
        var waiting = Count("SELECT COUNT(*) FROM \"OutboxMessages\" WHERE \"State\" = 'queued'");
        Assert.NotEqual((0, 0), (waiting, Count("SELECT COUNT(*) FROM \"Sessions\"")));

        var (code, output) = await RunAsync();

        Assert.True(code == 0, output);
        Assert.Contains("The ledger holds:", output, StringComparison.Ordinal);
        Assert.Contains("Now start the portal.", output, StringComparison.Ordinal);
        Assert.Equal((waiting, 0), (Count(Looked), Count("SELECT COUNT(*) FROM \"Sessions\"")));
        Assert.Equal(0, Count("SELECT COUNT(*) FROM \"TrackingIssues\" WHERE \"Number\" IS NULL AND \"OpeningBegunAtUtc\" IS NULL"));
        Assert.Equal(1, Count("SELECT COUNT(*) FROM \"GitHubSweeps\" WHERE \"RestoredAtUtc\" IS NOT NULL"));
    }

    [Fact]
    public async Task Where_a_portal_has_the_clocks_turn_or_the_ledger_does_not_hold_nothing_is_changed()
    {
        var sessions = Count("SELECT COUNT(*) FROM \"Sessions\"");

        // Idle, it may have no connection for a moment.
        PostgresServer.Run(Turn, Server);
        var (used, stopIt) = await RunAsync();
        PostgresServer.Run("DELETE FROM \"ClockTurns\"", Server);
        PostgresServer.Run("ALTER TABLE \"LedgerEntries\" DISABLE TRIGGER USER; UPDATE \"LedgerEntries\" SET \"Body\" = '{}' WHERE \"Sequence\" = 2 AND \"Chain\" = 'portal'", Server);
        var (tampered, why) = await RunAsync();

        Assert.True(used == 2, stopIt);
        Assert.Contains("Stop it first, all its replicas; where it was killed, wait half a minute.", stopIt, StringComparison.Ordinal);
        Assert.True(tampered == 1, why);
        Assert.Contains("chain portal, entry 2. Its content was changed", why, StringComparison.Ordinal);
        Assert.Equal((0, sessions), (Count(Looked), Count("SELECT COUNT(*) FROM \"Sessions\"")));
    }

    private long Count(string sql) => PostgresServer.Scalar(sql, Server);

    private Task<(int ExitCode, string Output)> RunAsync() => PortalProcess.RunAsync(
        folder.Path, Restored.Settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value), ["after-restore"], "Development", TestContext.Current.CancellationToken);
}
