using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Tests.Data;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands;

/// <summary>A portal moves from SQLite to PostgreSQL and back; the program runs as operators run it.</summary>
[Trait("Database", "Sqlite")]
public sealed class TransferTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string server = PostgresServer.Create();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => folder.Combine("portal.db");

    private string Back => folder.Combine("back.db");

    public void Dispose()
    {
        PostgresServer.Drop(server);
        folder.Dispose();
    }

    [Fact]
    public async Task A_portal_moves_to_PostgreSQL_and_back_and_loses_nothing()
    {
        await using (var portal = new PortalApp())
        {
            var lead = await portal.LeadAsync();
            await lead.PostAsync("/projects/sigstore-aas/agreements/telemetry", ("Input.Agreed", "true"));
            await lead.PostAsync("/projects/sigstore-aas/agreements/commitment", ("Input.Agreed", "true"));
            await lead.PostAsync("/projects/sigstore-aas/invitations/coordination", ("Input.Note", "Two “lines”\n\U0001F680"), ("Input.Attendees[0].Name", "Ada"), ("Input.Attendees[0].Email", "ada@example.org"));
            await portal.DeliverAsync();
            portal.CopyDatabaseTo(File);
        }

        var before = Rows(File);
        var (there, said) = await TransferAsync(OnSqlite(File), server);
        Assert.True(there == 0, said);
        Assert.Contains("The ledger holds:", said, StringComparison.Ordinal);
        Assert.Contains("rows of ", said, StringComparison.Ordinal);
        Assert.Equal(before, Rows(File));

        var (back, also) = await TransferAsync(OnPostgres, $"Data Source={Back}");
        Assert.True(back == 0, also);
        Assert.Equal(before, Rows(Back));
        Assert.True(OperatingSystem.IsWindows() || System.IO.File.GetUnixFileMode(Back) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), "Others can read the keys of sessions.");
        var (holds, ledger) = await PortalProcess.RunAsync(folder.Path, OnSqlite(Back), ["verify-ledger"], "Development", Cancellation);
        Assert.True(holds == 0, ledger);

        // People find their things there, and numbers that the database gives go on after those that came.
        await using (var portal = await PortalProcess.StartAsync(folder.Path, OnPostgres, environment: "Development", cancellationToken: Cancellation))
        {
            var visitor = new Visitor(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = portal.Address });
            await visitor.PostAsync("/sign-in?handler=Persona", ("persona", "cooktheryan"));
            Assert.Contains("Issue #1 opened", await visitor.ReadAsync("/projects/sigstore-aas"), StringComparison.Ordinal);

            // Nobody moves the data from under a portal.
            var (refused, sentence) = await TransferAsync(OnPostgres, $"Data Source={folder.Combine("other.db")}");
            Assert.Equal(2, refused);
            Assert.Contains("Stop it first, all its replicas", sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refused_transfer_says_why_and_changes_nothing()
    {
        await using (var portal = new PortalApp())
        {
            await portal.LeadAsync();
            portal.CopyDatabaseTo(File);

            // As the portal's workers do, which do not run here.
            using var worker = Open(portal.Database);
            Assert.NotEmpty(RowsOf(worker, "Projects"));
            var (running, stopIt) = await TransferAsync(OnSqlite(portal.Database), server);
            Assert.Equal(2, running);
            Assert.Contains("Stop it first", stopIt, StringComparison.Ordinal);
        }

        var (older, newer) = (folder.Combine("older.db"), folder.Combine("newer.db"));
        Tables.Load(older, "lanes-news-and-sessions.sql");
        System.IO.File.Copy(File, newer);
        Tables.Run(newer, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Tomorrow', '99.0.0')");

        foreach (var (settings, to, words) in new[]
        {
            (OnSqlite(older), server, "An older version of the portal has written"),
            (OnSqlite(newer), server, "29990101000000_Tomorrow, which this version does not know"),
            (OnSqlite(File), "Data Source=other.db", "--to must name a database of PostgreSQL"),
            (OnSqlite(File), "nonsense", "--to must name a database of PostgreSQL"),
            (OnPostgres, "Host=127.0.0.1;Database=x;Username=y", "--to must name a file for SQLite"),
            (OnPostgres, $"Data Source={File}", "exists. Name a new file."),
            (OnPostgres, $"Data Source={folder.Path}", "exists. Name a new file."),
            (OnPostgres, $"Data Source={folder.Combine("none", "portal.db")}", "does not exist"),
            (OnPostgres, $"Data Source={Back}", "There is no portal in "),
            (OnSqlite(folder.Combine("none.db")), server, "There is no database"),
            (OnSqlite(File), server + ";Database=nobody_made_it", "Create it first"),
        })
        {
            var (code, said) = await TransferAsync(settings, to);
            Assert.True(code == 2 && said.Contains(words, StringComparison.Ordinal), $"{to}: {code} {said}");
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        }

        Tables.Run(File, "DROP TRIGGER \"LedgerEntries_refuses_UPDATE\"; UPDATE \"LedgerEntries\" SET \"Body\" = '{}' WHERE \"Sequence\" = 2 AND \"Chain\" = 'portal'");

        var (tampered, why) = await TransferAsync(OnSqlite(File), server);
        Assert.Equal(1, tampered);
        Assert.Contains("The ledger does not hold", why, StringComparison.Ordinal);
        Assert.Equal(0L, PostgresServer.Scalar("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'", server));
        Assert.False(System.IO.File.Exists(Back));
    }

    [Fact]
    public async Task Rows_that_are_there_already_are_neither_replaced_nor_added_to()
    {
        await using (var portal = new PortalApp())
        {
            await portal.LeadAsync();
            portal.CopyDatabaseTo(File);
        }

        var used = PostgresServer.CreateMigrated();
        PostgresServer.Run("INSERT INTO \"OutboxLanes\" (\"Name\", \"Reason\", \"Failures\") VALUES ('github', '', 7)", used);
        var (code, said) = await TransferAsync(OnSqlite(File), used);
        var left = (PostgresServer.Scalar("SELECT SUM(\"Failures\") FROM \"OutboxLanes\"", used), PostgresServer.Scalar("SELECT COUNT(*) FROM \"Projects\"", used));
        PostgresServer.Drop(used);

        Assert.True(code == 2 && said.Contains("There are rows in the database", StringComparison.Ordinal), $"{code} {said}");
        Assert.Equal((7L, 0L), left);
    }

    [Fact]
    public async Task A_portal_of_an_older_version_in_the_target_is_refused_before_it_is_upgraded()
    {
        await using (var portal = new PortalApp())
        {
            portal.CopyDatabaseTo(File);
        }

        await using (var db = PostgresPortalDbContext.Over(server))
        {
            await db.GetService<IMigrator>().MigrateAsync("ReplicasOverOneDatabase", Cancellation);
        }

        PostgresServer.Run("INSERT INTO \"LedgerEntries\" SELECT gen_random_uuid(), 'portal', 1, now(), NULL, 'agreement.published', '{}', '', '', ''", server);
        var before = Migrations();
        var (code, said) = await TransferAsync(OnSqlite(File), server);

        Assert.True(code == 2 && said.Contains("There are rows in the database", StringComparison.Ordinal), $"{code} {said}");
        Assert.Equal((1L, 1L), (before, Migrations()));
        long Migrations() => PostgresServer.Scalar("SELECT COUNT(*) FROM \"__EFMigrationsHistory\"", server);
    }

    private Dictionary<string, string?> OnPostgres => new() { ["Database:Provider"] = "Postgres", ["Database:ConnectionString"] = server };

    private static Dictionary<string, string?> OnSqlite(string file) => new() { ["Database:ConnectionString"] = $"Data Source={file}" };

    private Task<(int ExitCode, string Output)> TransferAsync(Dictionary<string, string?> from, string to) =>
        PortalProcess.RunAsync(folder.Path, from, ["transfer", "--to", to], "Development", Cancellation);

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Every row of every table as text, in one order.</summary>
    private static List<string> Rows(string file)
    {
        using var connection = Open(file);
        using var names = connection.CreateCommand();
        names.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'";
        var tables = new List<string>();
        using (var reader = names.ExecuteReader())
        {
            while (reader.Read())
            {
                tables.Add(reader.GetString(0));
            }
        }

        return [.. tables.SelectMany(table => RowsOf(connection, table)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> RowsOf(SqliteConnection connection, string table)
    {
        using var columns = connection.CreateCommand();
        columns.CommandText = "SELECT group_concat('\"' || name || '\"', ', ') FROM (SELECT name FROM pragma_table_info($table) ORDER BY name)";
        columns.Parameters.AddWithValue("$table", table);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are those of the database's own tables.
        command.CommandText = $"SELECT {columns.ExecuteScalar()} FROM \"{table}\"";
#pragma warning restore CA2100
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            yield return $"{table}|{string.Join("|", Enumerable.Range(0, row.FieldCount).Select(column => $"{row.GetName(column)}={Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture)}"))}";
        }
    }
}
