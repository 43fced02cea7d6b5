using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Tests.Review;

/// <summary>What a page costs must not grow with the number of projects: each of its queries is found by an index.</summary>
[Trait("Database", "Sqlite")]
public sealed class QueryPlanTests : IAsyncDisposable
{
    private const string Request = "{request}";

    // Every page that people open often, by who opens it.
    private static readonly (string Persona, string Path)[] Pages =
    [
        ("bburns", "/review"),
        ("bburns", "/review?project=ap"),
        ("bburns", "/review?state=all&kind=coordination"),
        ("bburns", "/review?state=approved&kind=coordination"),
        ("bburns", "/review?state=approved&project=ap"),
        ("bburns", "/review/stand-ins"),
        ("bburns", $"/review/{Request}"),
        ("operator", "/operations/agreements/apex"),
        ("operator", "/operations/agreements/apex/receipt/telemetry/1"),
        ("operator", "/operations/agreements.csv?state=missing&q=ap"),
        ("operator", "/operations/agreements.json"),
        ("operator", "/operations/projects"),
        ("operator", "/operations/projects?q=ap&step=2"),
        ("operator", "/operations/projects/apex"),
        ("operator", "/operations/deliveries"),
        ("operator", "/operations/deliveries?state=parked"),
        ("operator", "/operations/deliveries?state=queued&kind=mail"),
        ("operator", "/operations/deliveries?state=sent&q=ap"),
        ("operator", "/operations/deliveries?kind=issue&q=ap"),
        ("operator", "/operations/issues"),
        ("operator", "/operations/issues?before=2026-10-20T00:00:00.0000000Z&below=01a00000-0000-7000-8000-000000000000"),
        ("operator", "/operations/holds"),
        ("operator", "/operations/texts"),
        ("operator", "/operations/ledger"),
        ("cooktheryan", "/projects"),
        ("cooktheryan", "/projects/apex"),
        ("cooktheryan", "/projects/apex/issue"),
        ("cooktheryan", "/projects/apex/history"),
        ("cooktheryan", "/projects/apex/agreements/commitment"),
        ("cooktheryan", "/projects/apex/agreements/telemetry/receipt"),
        ("cooktheryan", "/projects/apex/invitations/coordination"),
    ];

    private static readonly string[] ListFilters =
    [
        .. from agreement in new[] { "", "both", "telemetry", "commitment" }
           from state in new[] { "", "accepted", "missing-or-overdue" }
           from step in new[] { "", "3", "done" }
           from rest in new[] { "", "&after=b", "&q=ap", "&projects=closed&q=ap&after=aq" }
           select $"/operations/agreements?agreement={agreement}&state={state}&step={step}{rest}",
    ];

    private readonly CapturedQueries queries = new();
    private readonly StatusScene scene;

    public QueryPlanTests() => scene = new StatusScene(queries.AddTo);

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    private async Task PrepareAsync()
    {
        await scene.RegisterAsync("apex");
        await scene.AcceptAsync("apex");
        await scene.WithdrawAsync("apex", AgreementNames.Commitment);
        await (await scene.LeadAsync()).PostAsync("/projects/apex/invitations/coordination");
    }

    private async Task OpenAsync(string persona, params IEnumerable<string> paths)
    {
        var request = await scene.Portal.ReadAsync(db => db.InvitationRequests.Select(candidate => candidate.Id).SingleAsync());
        var visitor = await scene.Portal.SignInAsync(persona);
        queries.Clear();
        foreach (var path in paths)
        {
            // The counts are kept for a while: each page is to make them itself.
            scene.Portal.Clock.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path.Replace(Request, $"{request}", StringComparison.Ordinal))).StatusCode);
        }
    }

    private void AssertIndexed()
    {
        var findings = queries.Findings(scene.Portal.Database);
        Assert.True(queries.Count > 0, "No query was seen.");
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [Fact]
    public async Task Every_page_finds_its_rows_by_an_index()
    {
        await PrepareAsync();
        var findings = new List<string>();
        foreach (var (persona, path) in Pages)
        {
            await OpenAsync(persona, path);
            Assert.True(queries.Count > 0, $"{path} has asked nothing.");
            findings.AddRange(queries.Findings(scene.Portal.Database).Select(finding => $"{path}: {finding}"));
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [Fact]
    public async Task Every_filter_of_the_agreement_status_finds_its_rows_by_an_index()
    {
        await PrepareAsync();
        await OpenAsync("operator", ListFilters);

        AssertIndexed();
        Assert.True(queries.Count > 30, $"Only {queries.Count} different queries were seen.");
    }

    [Fact]
    public async Task The_clocks_rounds_and_the_outbox_find_their_rows_by_an_index()
    {
        await PrepareAsync();
        queries.Clear();
        await scene.Portal.TickAsync();
        await scene.Portal.DeliverAsync();

        AssertIndexed();
    }

    // The check itself is checked: without an index that a page needs, it says so.
    [Theory]
    [InlineData("IX_ProjectProgress_IsClosed_Slug", "It sorts everything for one page")]
    [InlineData("IX_ProjectProgress_DaysTaken", "It reads all of ProjectProgress")]
    [InlineData("IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStanding_StandsAt_Slug", "It reads all of ProjectProgress")]
    public async Task A_missing_index_is_found(string index, string finding)
    {
        await PrepareAsync();
        await OpenAsync("operator", "/operations/projects");
        using (var connection = new SqliteConnection($"Data Source={scene.Portal.Database}"))
        {
            connection.Open();
            using var drop = connection.CreateCommand();
            drop.CommandText = $"DROP INDEX \"{index}\"";
            drop.ExecuteNonQuery();
        }

        Assert.Contains(queries.Findings(scene.Portal.Database), found => found.StartsWith(finding, StringComparison.Ordinal));
    }
}
