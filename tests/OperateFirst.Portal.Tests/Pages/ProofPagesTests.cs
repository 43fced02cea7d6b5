using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Tests.Agreements;

namespace OperateFirst.Portal.Tests.Pages;

public sealed class ProofPagesTests(ReceiptOfOne given) : IClassFixture<ReceiptOfOne>, IAsyncDisposable
{
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private static async Task<string> BodyAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    [Fact]
    public async Task Anybody_checks_a_pasted_receipt_and_a_head_that_this_portal_did_not_publish_is_told()
    {
        var page = await BodyAsync(await portal.Visit().PostAsync("/verify", ("Input.Text", given.Json)));

        Assert.Contains("The receipt is not true", page, StringComparison.Ordinal);
        Assert.Contains("The public list of heads does not have this head.", page, StringComparison.Ordinal);
        Assert.Contains("True: The entry’s hash follows", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_of_this_portal_is_true_when_its_file_is_sent()
    {
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.PostAsync(
            "/projects/new?want=onboard",
            ("Input.Name", "Sigstore"),
            ("Input.Slug", "sigstore-aas"),
            ("Input.Description", "For a test."),
            ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
            ("Input.ContactEmail", "lead@example.org"));
        await lead.PostAsync("/projects/sigstore-aas/agreements/telemetry", ("Input.Agreed", "true"));
        var file = await (await lead.GetAsync("/projects/sigstore-aas/agreements/telemetry/receipt?handler=Json")).Content.ReadAsByteArrayAsync();

        var page = await BodyAsync(await portal.Visit().UploadAsync("/verify", "Input.File", "receipt.json", file));

        Assert.Contains("The receipt is true", page, StringComparison.Ordinal);
        Assert.Contains("cooktheryan accepted the", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_chosen_and_a_file_too_large_are_told_in_a_sentence()
    {
        var nothing = await BodyAsync(await portal.Visit().PostAsync("/verify"));
        var large = await portal.Visit().UploadAsync("/verify", "Input.File", "large.json", Encoding.ASCII.GetBytes(new string('a', 2_097_153)));

        Assert.Contains("Choose the receipt’s file, or paste its text.", nothing, StringComparison.Ordinal);
        Assert.Contains("larger than any receipt", await BodyAsync(large), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_checks_the_ledger_and_is_shown_the_first_bad_entry()
    {
        var operatorAtWork = await portal.SignInAsync("operator");
        Assert.Contains("The ledger holds", await BodyAsync(await operatorAtWork.PostAsync("/operations/ledger")), StringComparison.Ordinal);

        using (var connection = new SqliteConnection($"Data Source={portal.Database}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TRIGGER \"LedgerEntries_refuses_UPDATE\"; UPDATE \"LedgerEntries\" SET \"Kind\" = 'other' WHERE \"Sequence\" = 1";
            command.ExecuteNonQuery();
        }

        var page = await BodyAsync(await operatorAtWork.PostAsync("/operations/ledger"));
        Assert.Contains("The ledger does not hold", page, StringComparison.Ordinal);
        Assert.Contains("Its content was changed", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cooktheryan")]
    [InlineData("bburns")]
    public async Task The_ledgers_page_is_for_operators_alone(string persona)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await (await portal.SignInAsync(persona)).GetAsync("/operations/ledger")).StatusCode);
    }

    [Fact]
    public async Task A_chains_head_is_published_once_a_day_and_stays_listed()
    {
        await portal.SignInAsync("cooktheryan");
        await portal.TickAsync();
        Assert.Equal(0, await portal.ReadAsync(db => db.PublishedHeads.CountAsync()));

        portal.Clock.Advance(TimeSpan.FromDays(1));
        await portal.TickAsync();
        await portal.TickAsync();
        var first = await portal.ReadAsync(db => db.PublishedHeads.AsNoTracking().SingleAsync());

        await portal.SignInAsync("russellb");
        portal.Clock.Advance(TimeSpan.FromDays(10));
        await portal.TickAsync();
        await portal.TickAsync();
        var list = await portal.Visit().ReadAsync("/ledger/heads.json");

        Assert.Equal(2, await portal.ReadAsync(db => db.PublishedHeads.CountAsync()));
        Assert.Contains(first.Hash, list, StringComparison.Ordinal);
        Assert.DoesNotContain(PortalLedger.PortalChain + "\"", list.Replace("\"portal\":", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_the_list_already_is_told_that_it_is_the_same()
    {
        var visitor = portal.Visit();
        var tag = (await visitor.GetAsync("/ledger/heads.json")).Headers.ETag?.ToString();

        Assert.Equal(HttpStatusCode.NotModified, (await visitor.GetAsync("/ledger/heads.json", ("If-None-Match", tag ?? ""))).StatusCode);
    }
}
