using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Data;

/// <summary>A portal that was in use before starts over its old database, and nobody misses anything.</summary>
[Trait("Database", "Sqlite")]
public sealed class MigrationTests
{
    private const string Ledger = "\"Chain\", \"Sequence\", \"AtUtc\", \"ActorId\", \"Kind\", \"Body\", \"PreviousHash\", \"BodyHash\", \"Hash\"";
    private const string Acceptances = "\"Id\", \"ProjectId\", \"Agreement\", \"Number\", \"TextSha256\", \"AccountId\", \"AccountName\", \"AtUtc\", \"LedgerEntryId\"";

    // Each end of a development stage: see Schemas/README.md.
    public static readonly TheoryData<string> Schemas = ["first-projects.sql", "decisions-and-proof.sql", "lanes-news-and-sessions.sql", "clock-turns.sql"];

    private static void Load(string database) => Tables.Load(database, "first-projects.sql");

    private static void Run(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are written in this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static async Task UpgradeAsync(string database)
    {
        await using var db = SqlitePortalDbContext.Over(database);
        await new UpgradeDatabase(db).RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task No_row_is_lost_or_changed_and_the_ledger_holds(string schema)
    {
        using var folder = new TemporaryFolder();
        var database = folder.Combine("portal.db");
        Tables.Load(database, schema);
        var (rows, ledger, acceptances) = (Tables.CountIn(database), Tables.RowsOf(database, "LedgerEntries", Ledger), Tables.RowsOf(database, "Acceptances", Acceptances));

        await UpgradeAsync(database);

        var after = Tables.CountIn(database);
        Assert.All(rows, table => Assert.Equal(table.Value, after[table.Key]));
        Assert.Equal(ledger, Tables.RowsOf(database, "LedgerEntries", Ledger));
        Assert.Equal(acceptances, Tables.RowsOf(database, "Acceptances", Acceptances));
        await using var db = SqlitePortalDbContext.Over(database);
        var check = await new LedgerVerifier(db).RunAsync(null, TestContext.Current.CancellationToken);
        Assert.Equal((null, (long)ledger.Count), (check.First?.Problem, check.Entries));
        Assert.Empty(await db.UnguardedTablesAsync(TestContext.Current.CancellationToken));
        Assert.Throws<SqliteException>(() => Run(database, "DELETE FROM \"LedgerEntries\""));
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task Two_that_start_at_once_both_start_and_migrate_once(string schema)
    {
        using var folder = new TemporaryFolder();
        var database = folder.Combine("portal.db");
        Tables.Load(database, schema);
        var rows = Tables.CountIn(database);

        PortalApp Start() => new(_ => { }, null, builder => builder.UseSetting("Database:ConnectionString", $"Data Source={database}"));
        var started = await Task.WhenAll(Task.Run(Start), Task.Run(Start));

        Assert.All(started, portal => Assert.NotNull(portal.Services));
        var after = Tables.CountIn(database);
        Assert.All(rows, table => Assert.Equal(table.Value, after[table.Key]));
        await using (var db = SqlitePortalDbContext.Over(database))
        {
            var applied = (await db.Database.GetAppliedMigrationsAsync()).ToList();
            Assert.Equal(db.Database.GetMigrations(), applied);
        }

        Array.ForEach(started, portal => portal.Dispose());
    }

    [Fact]
    public async Task A_migration_that_was_killed_does_not_hold_up_the_next_start()
    {
        using var folder = new TemporaryFolder();
        var database = folder.Combine("portal.db");
        Load(database);
        Run(database, "INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-11-01 00:00:00')");

        await UpgradeAsync(database).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Contains("LedgerChains", Tables.CountIn(database));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.migrating"));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        var database = folder.Combine("portal.db");
        Load(database);
        Run(database, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Tomorrow', '99.0.0')");
        var rows = Tables.CountIn(database);

        var refused = await Assert.ThrowsAsync<DatabaseRefusedException>(() => UpgradeAsync(database));

        Assert.Contains("29990101000000_Tomorrow, which this version does not know", refused.Message, StringComparison.Ordinal);
        Assert.Equal(rows, Tables.CountIn(database));
    }

    [Fact]
    public async Task What_leads_and_operators_see_is_as_it_was_and_the_new_columns_are_filled()
    {
        await using var portal = new PortalApp(Load);
        await portal.TickAsync();

        var ryan = await portal.SignInAsync("cooktheryan");
        var page = await ryan.ReadAsync("/projects/sigstore-aas");
        var row = await portal.ReadAsync(db => db.ProjectProgress.AsNoTracking().SingleAsync(progress => progress.Slug == "sigstore-aas"));

        Assert.Contains("Version 1 accepted by cooktheryan", page, StringComparison.Ordinal);
        Assert.Contains("bburns approved it", page, StringComparison.Ordinal);
        Assert.Equal((AgreementStandings.Accepted, 1), (row.TelemetryStanding, row.TelemetryProgress.Number));
        Assert.Equal(2, await portal.ReadAsync(db => db.ProjectProgress.CountAsync(progress => !progress.IsClosed)));
        Assert.All(await portal.ReadAsync(db => db.AgreementVersions.AsNoTracking().ToListAsync()), version => Assert.True(version.IsMaterial));
        Assert.Equal(0, await portal.TickAsync());
    }

    [Fact]
    public async Task The_journey_goes_on_over_an_old_database()
    {
        await using var portal = new PortalApp(Load);
        var russ = await portal.SignInAsync("russellb");

        await russ.PostAsync("/projects/apex/agreements/commitment", ("Input.Agreed", "true"));
        await russ.PostAsync("/projects/apex/invitations/sprint-planning");

        Assert.Equal(2, await portal.ReadAsync(db => db.Acceptances.CountAsync(acceptance => acceptance.AccountName == "russellb")));
        Assert.Equal(1, await portal.ReadAsync(db => db.InvitationRequests.CountAsync(request => request.Target == "sprint-planning" && request.RequestedByName == "russellb")));
    }
}
