using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Data;

/// <summary>A portal that was in use before starts over its old database, and nobody misses anything.</summary>
public sealed class MigrationTests
{
    private static readonly string[] Tables =
    [
        "Accounts", "Acceptances", "AgreementVersions", "InvitationRequests", "LedgerEntries", "OutboxMessages", "ProjectMembers", "ProjectProgress", "Projects",
        "ReadingConfirmations", "TrackingIssues",
    ];

    private static void Load(string database)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(RepositoryFolder.Combine("tests", "OperateFirst.Portal.Tests", "Data", "Schemas", "first-projects.sql"));
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection($"Data Source={database};Foreign Keys=False");
        connection.Open();
        return connection;
    }

    private static Dictionary<string, long> Count(SqliteConnection connection) => Tables.ToDictionary(table => table, table =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM \"{table}\"";
        return (long)(command.ExecuteScalar() ?? 0L);
    });

    [Fact]
    public async Task No_row_is_lost_and_no_hash_changes()
    {
        Dictionary<string, long> before = [];
        await using var portal = new PortalApp(database =>
        {
            Load(database);
            using var connection = Open(database);
            before = Count(connection);
        });

        using (var connection = Open(portal.Database))
        {
            Assert.Equal(before, Count(connection));
        }

        var entries = await portal.ReadAsync(db => db.LedgerEntries.AsNoTracking().OrderBy(entry => entry.Chain).ThenBy(entry => entry.Sequence).ToListAsync());
        Assert.All(entries, entry => Assert.Equal(entry.BodyHash, Sha256(entry.Document())));
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

    private static string Sha256(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
