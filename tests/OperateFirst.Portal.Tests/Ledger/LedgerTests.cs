using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Ledger;

public sealed class LedgerTests : IAsyncDisposable
{
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task RecordAsync(string kind, JsonObject body)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<PortalLedger>().RecordForPortal(kind, null, body);
        await scope.ServiceProvider.GetRequiredService<PortalDbContext>().SaveChangesAsync();
    }

    [Fact]
    public async Task Sixteen_writers_at_once_make_one_unbroken_chain()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => RecordAsync("test.happened", new JsonObject { ["number"] = i })));

        var chain = await portal.ReadAsync(db => db.LedgerEntries.Where(entry => entry.Chain == PortalLedger.PortalChain).OrderBy(entry => entry.Sequence).ToListAsync());
        var previous = LedgerEntry.NoHash;
        foreach (var (entry, sequence) in chain.Select((entry, index) => (entry, index + 1)))
        {
            var body = SHA256.HashData(Encoding.UTF8.GetBytes(entry.Document()));
            Assert.Equal(sequence, entry.Sequence);
            Assert.Equal(previous, entry.PreviousHash);
            Assert.Equal(Convert.ToHexStringLower(body), entry.BodyHash);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(previous), .. body])), entry.Hash);
            previous = entry.Hash;
        }

        Assert.Equal(16, chain.Count(entry => entry.Kind == "test.happened"));
    }

    [Theory]
    [InlineData("UPDATE \"LedgerEntries\" SET \"Body\" = 'other'")]
    [InlineData("DELETE FROM \"LedgerEntries\"")]
    [InlineData("UPDATE \"AgreementVersions\" SET \"Text\" = 'other'")]
    [InlineData("DELETE FROM \"AgreementVersions\"")]
    public async Task What_was_recorded_cannot_be_changed_in_the_database_either(string statement)
    {
        await RecordAsync("test.happened", []);

        var failure = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => portal.ReadAsync(db => db.Database.ExecuteSqlRawAsync(statement)));

        Assert.Contains("append-only", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_append_only_table_is_guarded_after_all_migrations()
    {
        var tables = await portal.ReadAsync(db => Task.FromResult(db.AppendOnlyTables().ToList()));

        Assert.Equal(["AcceptanceWithdrawals", "Acceptances", "AgreementVersions", "InviteRevisions", "LedgerEntries", "PublishedHeads", "ReadingConfirmations"], tables.Order());
        Assert.Empty(await portal.ReadAsync(db => db.UnguardedTablesAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task E_mail_addresses_do_not_get_into_the_ledger()
    {
        await RecordAsync("test.happened", new JsonObject { ["reason"] = "ask lead@example.org", ["list"] = new JsonArray("a@b.example") });

        var body = await portal.ReadAsync(db => db.LedgerEntries.Where(entry => entry.Kind == "test.happened").Select(entry => entry.Body).SingleAsync());

        Assert.DoesNotContain('@', body);
    }

    [Theory]
    [InlineData("""{"b":1,"a":"x"}""", """{"a":"x","b":1}""")]
    [InlineData("""{ "é": [true, null, "\u0007\n\"\\/"] }""", """{"é":[true,null,"\u0007\n\"\\/"]}""")]
    [InlineData("""{"aa":1,"a":{"z":[],"y":{}}}""", """{"a":{"y":{},"z":[]},"aa":1}""")]
    public void Canonical_json_has_one_form(string given, string canonical)
    {
        Assert.Equal(canonical, CanonicalJson.Write(JsonNode.Parse(given)));
        Assert.Equal(canonical, CanonicalJson.Write(JsonNode.Parse(canonical)));
    }

    [Fact]
    public void Numbers_that_are_not_whole_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(JsonNode.Parse("1.5")));
    }
}
