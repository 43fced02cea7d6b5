using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;

namespace OperateFirst.Portal.Tests.Review;

public sealed class AgreementExportTests : IAsyncDisposable
{
    private const string Csv = "/operations/agreements.csv";
    private const string Json = "/operations/agreements.json";
    // As stored, and as the cell of a spreadsheet.
    private static readonly (string Name, string Cell)[] Names =
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-apex", "'-apex"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r\n=1", "'\r\n'=1"),
        ("\tapex", "'\tapex"),
        ("\rapex", "'\rapex"),
        ("  =1", "'  =1"),
        ("\"=1", "'\"=1"),
        ("＝1", "'＝1"),
        ("\u200F=1", "'\u200F=1"),
        ("\u00A0+1", "'\u00A0+1"),
        ("\uFE66\uFE621", "'\uFE66\uFE621"),
        ("\u22121", "'\u22121"),
        ("\u0001=1", "'\u0001=1"),
        ("''=1", "'''=1"),
        ("apex;=1+1;x", "apex;'=1+1;x"),
        ("apex; \"@SUM(A1)", "apex;' \"@SUM(A1)"),
        ("apex\t-1", "apex\t'-1"),
        ("apex\n=cmd|' /C calc'!A0", "apex\n'=cmd|' /C calc'!A0"),
        ("apex\"\n+1", "apex\"\n'+1"),
        ("a;b - c", "a;b - c"),
        ("a=1", "a=1"),
        ("Quotes \"and\", commas; a=b", "Quotes \"and\", commas; a=b"),
        ("Two\r\nlines\nand one", "Two\r\nlines\nand one"),
        ("مشروع السحابة 🚀 \u202Eabc", "مشروع السحابة 🚀 \u202Eabc"),
        (" around ", " around "),
    ];

    private readonly StatusScene scene = new();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    private async Task<byte[]> BytesAsync(string path) => await (await (await scene.OperatorAsync()).GetAsync(path)).Content.ReadAsByteArrayAsync();

    private async Task<List<string[]>> LinesAsync(string path)
    {
        using var file = new MemoryStream(await BytesAsync(path));
        using var csv = CsvReader.Create(file, CsvReaderOptions.Default with { HasHeader = false });
        var lines = new List<string[]>();
        while (csv.Read())
        {
            lines.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
        }

        return lines;
    }

    private Task NameAsync(string slug, string name) => scene.SqlAsync($"""UPDATE "ProjectProgress" SET "Name" = {name} WHERE "Slug" = {slug}""");

    [Fact]
    public async Task Each_project_and_agreement_is_a_row_with_what_proves_it()
    {
        await scene.RegisterAsync("apex", "Apex, the project");
        await scene.AcceptAsync("apex", AgreementNames.Telemetry);
        var (sha, hash) = await scene.Portal.ReadAsync(async db =>
        {
            var acceptance = await db.Acceptances.SingleAsync();
            return (acceptance.TextSha256, (await db.AgreementFactsAsync(acceptance.ProjectId, CancellationToken.None))[AgreementNames.Telemetry].Accepted?.Hash);
        });

        var lines = await LinesAsync(Csv);

        Assert.Equal(
            ["project", "name", "leads", "closed", "agreement", "standing", "version", "accepted_at", "accepted_by", "withdrawn_at", "accept_by", "text_sha256", "ledger_hash"],
            lines[0]);
        Assert.Equal(["apex", "Apex, the project", "cooktheryan", "no", "telemetry", "accepted", "1", "2026-10-20T09:12:00Z", "cooktheryan", "", "", sha, hash], lines[1]);
        Assert.Equal(["apex", "Apex, the project", "cooktheryan", "no", "commitment", "missing", "", "", "", "", "", "", ""], lines[2]);
        Assert.Equal(3, lines.Count);
    }

    [Fact]
    public async Task A_withdrawal_and_a_date_to_accept_by_are_told()
    {
        await scene.RegisterAsync("apex");
        await scene.AcceptAsync("apex");
        await scene.WithdrawAsync("apex", AgreementNames.Telemetry);
        await scene.PublishAsync(AgreementNames.Commitment, days: 30);

        var rows = JsonDocument.Parse(await BytesAsync(Json)).RootElement;

        Assert.Equal(("withdrawn", "2026-10-20T09:12:00Z"), (rows[0].GetProperty("standing").GetString(), rows[0].GetProperty("withdrawnAt").GetString()));
        Assert.Equal(64, rows[0].GetProperty("ledgerHash").GetString()?.Length);
        Assert.Equal(("outdated", 1), (rows[1].GetProperty("standing").GetString(), rows[1].GetProperty("version").GetInt32()));
        Assert.Equal("2026-11-19T09:12:00Z", rows[1].GetProperty("acceptBy").GetString());
    }

    [Fact]
    public async Task No_name_becomes_a_formula_and_every_name_survives()
    {
        await scene.RegisterAsync("apex");
        foreach (var (name, cell) in Names)
        {
            await NameAsync("apex", name);

            Assert.Equal(cell, (await LinesAsync(Csv))[1][1]);
            Assert.Equal(name, JsonDocument.Parse(await BytesAsync(Json)).RootElement[0].GetProperty("name").GetString());

            // As a reader sees it that knows commas and quotes, and nothing else.
            var text = Encoding.UTF8.GetString(await BytesAsync(Csv));
            Assert.Equal('\uFEFF', text[0]);
            var quoted = cell[0] is '\'' or ' ' || cell.AsSpan().IndexOfAny("\",\r\n") >= 0;
            Assert.Contains($"\r\napex,{(quoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)},cooktheryan,no,telemetry,missing,", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_filter_of_the_list_holds_for_all_pages_of_it()
    {
        await scene.RegisterAsync("apex");
        await scene.RegisterAsync("bird");
        await scene.MultiplyAsync("apex", 1200);
        await scene.AcceptAsync("bird");

        Assert.Equal(["bird", "bird"], (await LinesAsync($"{Csv}?agreement=both&state=accepted")).Skip(1).Select(line => line[0]));
        var some = (await LinesAsync($"{Csv}?state=missing&q=apex&after=apex-0100")).Skip(1).Select(line => line[0]).ToList();
        Assert.Equal(2402, some.Count);
        Assert.Equal(1201, some.Distinct().Count());
    }

    [Theory]
    [InlineData(Csv, "text/csv", "agreements-2026-10-20.csv")]
    [InlineData(Json, "application/json", "agreements-2026-10-20.json")]
    public async Task The_file_is_named_for_its_day_and_is_not_kept_by_caches(string path, string type, string name)
    {
        var answer = await (await scene.OperatorAsync()).GetAsync(path);

        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(ContentDispositionHeaderValue.Parse($"attachment; filename={name}"), answer.Content.Headers.ContentDisposition);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Asking_for_the_head_alone_gets_no_rows()
    {
        await scene.RegisterAsync("apex");

        var answer = await (await scene.OperatorAsync()).HeadAsync(Csv);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task With_no_project_the_files_are_whole_and_empty()
    {
        Assert.Single(await LinesAsync(Csv));
        Assert.Equal("[]", Encoding.UTF8.GetString(await BytesAsync(Json)));
    }
}
