using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Agreements;

/// <summary>A receipt that the portal gave is true for somebody who has only the file and the public heads, and any other is not.</summary>
public sealed class ReceiptTests(ReceiptOfOne given) : IClassFixture<ReceiptOfOne>
{
    private Task<ReceiptVerdict> VerifyAsync(string file) =>
        ReceiptVerifier.VerifyAsync(file, head => Task.FromResult(given.Heads.Contains((head.Chain, head.Sequence, head.Hash))));

    private string Edited(Action<JsonObject> edit)
    {
        var receipt = JsonNode.Parse(given.Json)?.AsObject() ?? [];
        edit(receipt);
        return receipt.ToJsonString();
    }

    private static JsonObject Part(JsonObject receipt, string name) => receipt[name]?.AsObject() ?? [];

    [Fact]
    public async Task A_receipt_as_it_was_given_is_true()
    {
        var verdict = await VerifyAsync(given.Json);

        Assert.True(verdict.IsTrue, verdict.Why);
        Assert.Equal(6, verdict.Findings.Count);
        Assert.Equal(("sigstore-aas", "telemetry", 1, "cooktheryan"), (verdict.Receipt?.Project, verdict.Receipt?.Agreement, verdict.Receipt?.Version, verdict.Receipt?.AcceptedBy));
    }

    [Fact]
    public void It_holds_no_address_and_nothing_of_another_project()
    {
        Assert.DoesNotContain("@", given.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-neighbour", given.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("Bill Burns", given.Json, StringComparison.Ordinal);
        Assert.NotEmpty(JsonNode.Parse(given.Json)?["after"]?.AsArray() ?? []);
    }

    [Theory]
    [InlineData("project", "another-project", "another acceptance")]
    [InlineData("agreement", "commitment", "another acceptance")]
    [InlineData("title", "Another agreement", "another acceptance")]
    [InlineData("acceptedBy", "somebody-else", "another acceptance")]
    [InlineData("acceptedAt", "2026-01-01T00:00:00.000Z", "another acceptance")]
    [InlineData("text", "Another text.", "not the one with this fingerprint")]
    [InlineData("sha256", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "not the one with this fingerprint")]
    [InlineData("format", "something/2", "its format is")]
    public async Task A_changed_field_makes_it_false_and_says_which(string field, string value, string why)
    {
        var verdict = await VerifyAsync(Edited(receipt => receipt[field] = value));

        Assert.False(verdict.IsTrue);
        Assert.Contains(why, verdict.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("entry", "previousHash", "0000000000000000000000000000000000000000000000000000000000000001", "hash does not follow")]
    [InlineData("entry", "hash", "0000000000000000000000000000000000000000000000000000000000000001", "hash does not follow")]
    [InlineData("entry", "hash", "no hash at all", "hash does not follow")]
    [InlineData("entry", "bodyHash", "0000000000000000000000000000000000000000000000000000000000000001", "content was changed")]
    [InlineData("entry", "kind", "agreement.withdrawn", "another acceptance")]
    [InlineData("entry", "actor", "00000000000000000000000000000001", "content was changed")]
    [InlineData("entry", "chain", "00000000000000000000000000000001", "content was changed")]
    [InlineData("entry", "body", "{\"by\":\"cooktheryan\"", "another acceptance")]
    [InlineData("head", "hash", "0000000000000000000000000000000000000000000000000000000000000001", "do not lead to the head")]
    [InlineData("head", "chain", "0000000000000000000000000000000000000000000000000000000000000001", "do not lead to the head")]
    public async Task A_changed_part_makes_it_false_and_says_which(string part, string field, string value, string why)
    {
        var verdict = await VerifyAsync(Edited(receipt => Part(receipt, part)[field] = value));

        Assert.False(verdict.IsTrue);
        Assert.Contains(why, verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_spelling_of_the_same_body_is_not_what_the_ledger_has()
    {
        var verdict = await VerifyAsync(Edited(receipt => Part(receipt, "entry")["body"] = $" {Part(receipt, "entry")["body"]}"));

        Assert.Contains("content was changed", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_whose_head_nobody_published_is_false()
    {
        var verdict = await ReceiptVerifier.VerifyAsync(given.Json, _ => Task.FromResult(false));

        Assert.Equal("The public list of heads does not have this head.", verdict.Why);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"a text\"")]
    [InlineData("{}")]
    [InlineData("{\"format\":1}")]
    [InlineData("not json")]
    [InlineData("{\"format\":\"operate-first-portal/receipt/1\",\"format\":\"operate-first-portal/receipt/1\"}")]
    public async Task What_is_no_receipt_is_told_in_a_sentence(string file)
    {
        var verdict = await VerifyAsync(file);

        Assert.False(verdict.IsTrue);
        Assert.StartsWith("The file is no receipt", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_flipped_or_missing_byte_makes_it_false_and_none_makes_an_error()
    {
        var bytes = Encoding.UTF8.GetBytes(given.Json);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[at] ^= 1;
            if (!SaysTheSame(flipped))
            {
                Assert.False((await VerifyAsync(Encoding.UTF8.GetString(flipped))).IsTrue, $"A changed byte at {at} passed.");
            }

            Assert.False((await VerifyAsync(Encoding.UTF8.GetString(bytes, 0, at))).IsTrue);
        }
    }

    // The portal's address is where to look, not what is proved; and white space between JSON's parts says nothing.
    private bool SaysTheSame(byte[] flipped)
    {
        try
        {
            var (one, other) = (JsonNode.Parse(flipped)?.AsObject() ?? [], JsonNode.Parse(given.Json)?.AsObject() ?? []);
            other["portal"] = one["portal"]?.DeepClone();
            return JsonNode.DeepEquals(one, other);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>One receipt, given to the lead who accepted, and the heads as anybody reads them.</summary>
public sealed class ReceiptOfOne : IAsyncLifetime
{
    public string Json { get; private set; } = "";

    public IReadOnlySet<(string Chain, long Sequence, string Hash)> Heads { get; private set; } = new HashSet<(string, long, string)>();

    public string HeadsJson { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await using var portal = new PortalApp();
        var lead = await portal.SignInAsync("cooktheryan");
        foreach (var slug in new[] { "sigstore-aas", "secret-neighbour" })
        {
            await lead.PostAsync(
                "/projects/new?want=onboard",
                ("Input.Name", slug),
                ("Input.Slug", slug),
                ("Input.Description", "For a test."),
                ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
                ("Input.ContactEmail", "lead@example.org"));
        }

        await lead.PostAsync("/projects/sigstore-aas/agreements/telemetry", ("Input.Agreed", "true"));
        await lead.PostAsync("/projects/sigstore-aas/invitations/coordination", ("Input.Note", "Please ask lead@example.org."));
        await lead.PostAsync("/projects/sigstore-aas/agreements/commitment", ("Input.Agreed", "true"));

        var answer = await lead.GetAsync("/projects/sigstore-aas/agreements/telemetry/receipt?handler=Json&version=1");
        Assert.Equal("receipt-sigstore-aas-telemetry-v1.json", answer.Content.Headers.ContentDisposition?.FileName);
        Json = await answer.Content.ReadAsStringAsync();
        HeadsJson = await (await portal.Visit().GetAsync("/ledger/heads.json")).Content.ReadAsStringAsync();
        using var list = JsonDocument.Parse(HeadsJson);
        Heads = list.RootElement.GetProperty("heads").EnumerateArray()
            .Select(head => (head.GetProperty("chain").GetString() ?? "", head.GetProperty("sequence").GetInt64(), head.GetProperty("hash").GetString() ?? "")).ToHashSet();

        var other = await portal.SignInAsync("russellb");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/projects/sigstore-aas/agreements/telemetry/receipt?handler=Json")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await lead.GetAsync("/projects/sigstore-aas/agreements/telemetry/receipt?version=2")).StatusCode);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
