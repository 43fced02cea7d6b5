using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Tests.Data;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands;

/// <summary>The program as an operator runs it: <c>backup</c> and <c>restore</c>.</summary>
public sealed class KeepingTests : IDisposable
{
    private const int Writers = 4;

    private readonly TemporaryFolder folder = new();

    private string Backup => folder.Combine("backup.db");

    private string Restored => folder.Combine("portal.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_backup_beside_four_writers_holds_every_change_that_was_acknowledged_before_it_began()
    {
        using var portal = new PortalApp();
        var acknowledged = new ConcurrentQueue<string>();
        using var enough = new CancellationTokenSource();
        var writers = new List<Task>();
        foreach (var number in Enumerable.Range(0, Writers))
        {
            var lead = await portal.SignInAsync(number % 2 == 0 ? "cooktheryan" : "russellb");
            writers.Add(Task.Run(() => WriteAsync(lead, number, acknowledged, enough.Token)));
        }

        await Until.TrueAsync("all write", () => acknowledged.Count > 2 * Writers);

        for (var round = 0; round < 5; round++)
        {
            var before = acknowledged.ToList();
            using var copy = DatabaseCopy.Make(portal.Database, folder.Combine("copy.db"));
            await AssertHoldsAsync(copy.FullPath, before);
        }

        var promised = acknowledged.ToList();
        var (code, output) = await RunAsync(portal.Database, "backup", Backup);
        var afterwards = acknowledged.Count;
        await enough.CancelAsync();
        await Task.WhenAll(writers);
        Assert.True(code == 0, output);
        Assert.True(afterwards > promised.Count, "Nobody wrote meanwhile.");
        Assert.Contains("The ledger holds:", output, StringComparison.Ordinal);

        (code, output) = await RunAsync(Restored, "restore", Backup);
        Assert.True(code == 0, output);
        Assert.Contains("The ledger holds:", output, StringComparison.Ordinal);
        await AssertHoldsAsync(Restored, promised);

        // What was promised then may have been delivered since.
        Assert.Equal(0, Count(Restored, "\"OutboxMessages\" WHERE \"State\" = 'queued' AND \"SentAgainAtUtc\" IS NULL"));
        Assert.Equal(0, Count(Restored, "\"TrackingIssues\" WHERE \"Number\" IS NULL AND \"OpeningBegunAtUtc\" IS NULL"));
        Assert.Equal(1, Count(Restored, "\"GitHubSweeps\" WHERE \"RestoredAtUtc\" IS NOT NULL"));

        // Who has signed out since stays signed out.
        Assert.NotEqual(0, Count(Backup, "\"Sessions\""));
        Assert.Equal(0, Count(Restored, "\"Sessions\""));

        // As the portal's workers do, which do not run here.
        await using var worker = new SqliteConnection($"Data Source={portal.Database};Pooling=False");
        worker.Open();
        Assert.NotEqual(0, Tables.Scalar(worker, "SELECT COUNT(*) FROM \"Projects\""));
        (code, output) = await RunAsync(portal.Database, "restore", Backup, "--force");
        Assert.Equal(2, code);
        Assert.Contains("Stop the portal", output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await (await portal.SignInAsync("russellb")).GetAsync("/projects")).StatusCode);
    }

    [Fact]
    public async Task A_refused_backup_or_restore_changes_nothing()
    {
        Load(Restored);
        Load(Backup);
        var edited = folder.Combine("edited.db");
        Load(edited);
        Tables.Run(edited, "DROP TRIGGER \"LedgerEntries_refuses_UPDATE\"; UPDATE \"LedgerEntries\" SET \"Body\" = '{}' WHERE \"Sequence\" = 2 AND \"Chain\" = 'portal'");
        var before = Fingerprints();
        using var elsewhere = new TemporaryFolder();
        Directory.CreateSymbolicLink(elsewhere.Combine("link"), folder.Path);

        var refusals = new List<(int, string)>
        {
            await RunAsync(Restored, "restore", Backup),
            await RunAsync(Restored, "restore", edited, "--force"),
            await RunAsync(Restored, "backup", Backup),
            await RunAsync(Restored, "backup", Path.Combine(elsewhere.Combine("link"), "portal.db"), "--force"),
        };

        Assert.Equal([2, 1, 2, 2], refusals.Select(refusal => refusal.Item1));
        Assert.Contains("With --force it is replaced, and kept", refusals[0].Item2, StringComparison.Ordinal);
        Assert.Contains("chain portal, entry 2. Its content was changed", refusals[1].Item2, StringComparison.Ordinal);
        Assert.Contains("exists. With --force it is replaced.", refusals[2].Item2, StringComparison.Ordinal);
        Assert.Contains("is the database itself", refusals[3].Item2, StringComparison.Ordinal);
        Assert.Equal(before, Fingerprints());
    }

    [Theory]
    [InlineData("backup", ".partial")]
    [InlineData("restore", ".partial")]
    [InlineData("restore", ".replaced-*")]
    public async Task Killed_in_the_middle_the_old_database_is_usable(string verb, string seen)
    {
        Load(Restored);
        Tables.Run(Restored, "CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(150000000))");
        File.Copy(Restored, Backup);
        Tables.Run(Backup, "DELETE FROM \"OutboxMessages\"");
        var rows = Tables.CountIn(Restored);
        string[] words = verb == "backup" ? ["backup", folder.Combine("copy.db")] : ["restore", Backup, "--force"];

        await using (var child = await StartAsync(Restored, words))
        {
            await Until.TrueAsync($"the {verb} is in the middle", () => child.HasExited || Directory.GetFiles(folder.Path, $"*{seen}*").Length > 0);
            await child.KillAsync();
        }

        var after = Tables.CountIn(Restored);
        Assert.True(after["OutboxMessages"] == rows["OutboxMessages"] || after["OutboxMessages"] == 0);
        Assert.Equal(rows["LedgerEntries"], after["LedgerEntries"]);
        await AssertHoldsAsync(Restored, []);
        Assert.False(File.Exists(folder.Combine("copy.db")), "A copy appears whole or not at all.");

        var (code, output) = await RunAsync(Restored, words);
        Assert.True(code == 0, output);
    }

    private static async Task WriteAsync(Visitor lead, int number, ConcurrentQueue<string> acknowledged, CancellationToken enough)
    {
        var form = await lead.HiddenFieldsAsync("/projects/new?want=onboard");
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var slug = $"project-{number}-{i}";
            var answer = await lead.SendAsync(
                "/projects/new?want=onboard",
                form,
                ("Input.Name", slug),
                ("Input.Slug", slug),
                ("Input.Description", "Written while a backup runs."),
                ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
                ("Input.ContactEmail", "lead@example.org"));
            if (answer.StatusCode == HttpStatusCode.Redirect)
            {
                acknowledged.Enqueue(slug);
            }
        }
    }

    private static async Task AssertHoldsAsync(string database, List<string> slugs)
    {
        await using var db = SqlitePortalDbContext.Over(database);
        Assert.Null((await new LedgerVerifier(db).RunAsync(null, CancellationToken.None)).First);
        Assert.Empty(slugs.Except(Tables.RowsOf(database, "Projects", "\"Slug\"")));
    }

    private Task<(int ExitCode, string Output)> RunAsync(string database, params string[] words) => PortalProcess.RunAsync(
        folder.Path, new Dictionary<string, string?> { ["Database:ConnectionString"] = $"Data Source={database}" }, words);

    // Without waiting for its end.
    private async Task<ChildProcess> StartAsync(string database, params string[] words) => ChildProcess.Start(
        "dotnet",
        [Path.Combine(await PublishedPortal.FolderAsync(), "OperateFirst.Portal.dll"), .. words],
        folder.Path,
        new Dictionary<string, string?> { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Database__ConnectionString"] = $"Data Source={database}" });

    private Dictionary<string, string> Fingerprints() =>
        Directory.GetFiles(folder.Path).ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    private static void Load(string database) =>
        Tables.Load(database, "decisions-and-proof.sql");

    private static long Count(string database, string from)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        return Tables.Scalar(connection, $"SELECT COUNT(*) FROM {from}");
    }
}
