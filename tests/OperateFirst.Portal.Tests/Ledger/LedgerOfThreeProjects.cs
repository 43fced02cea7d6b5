using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Ledger;

/// <summary>A ledger that came about by using the portal, and copies of it to tamper with.</summary>
public sealed class LedgerOfThreeProjects : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private TestDatabase? original;

    /// <summary>All entries, ordered by chain and sequence.</summary>
    public IReadOnlyList<LedgerEntry> Entries { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await using var portal = new PortalApp();
        var lead = await portal.SignInAsync("cooktheryan");
        foreach (var slug in new[] { "one", "two", "three" })
        {
            await lead.PostAsync(
                "/projects/new?want=onboard",
                ("Input.Name", $"Project {slug} “\\ \U0001F680"),
                ("Input.Slug", slug),
                ("Input.Description", "For a test."),
                ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
                ("Input.ContactEmail", "lead@example.org"));
            await lead.PostAsync($"/projects/{slug}/guide", ("Input.Confirmed", "true"));
            await lead.PostAsync($"/projects/{slug}/agreements/telemetry", ("Input.Agreed", "true"));
            await lead.PostAsync($"/projects/{slug}/agreements/commitment", ("Input.Agreed", "true"));
            await lead.PostAsync($"/projects/{slug}/invitations/coordination", ("Input.Note", "Hello."));
        }

        Entries = await portal.ReadAsync(db => db.LedgerEntries.AsNoTracking().OrderBy(entry => entry.Chain).ThenBy(entry => entry.Sequence).ToListAsync());
        original = portal.CopyDatabase(folder.Combine("original.db"));
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        original?.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Checks a copy in which the statements were carried out, by somebody who holds the database and has taken its triggers away.</summary>
    public async Task<LedgerCheck> CheckAfterAsync(params string[] statements)
    {
        var made = original ?? throw new InvalidOperationException("Not made yet.");
        using var copy = made.CopyTo(folder.Combine($"{Guid.NewGuid():N}.db"));
        await using var db = copy.OpenContext();
        copy.Run([.. db.AppendOnlyTables().SelectMany(TriggersOf), .. statements]);
        return await new LedgerVerifier(db).RunAsync(progress: null, CancellationToken.None);
    }

    private static IEnumerable<string> TriggersOf(string table) => TestDatabase.IsPostgres
        ? [$"ALTER TABLE \"{table}\" DISABLE TRIGGER USER"]
        : [$"DROP TRIGGER \"{table}_refuses_UPDATE\"", $"DROP TRIGGER \"{table}_refuses_DELETE\""];
}
