using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Tests.Review;

public sealed class AgreementRecordTests : IAsyncDisposable
{
    private const string Record = "/operations/agreements/apex";
    private readonly StatusScene scene = new();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    private Task<string> HashAsync(string kind) => scene.Portal.ReadAsync(db => db.LedgerEntries.Where(entry => entry.Kind == kind).Select(entry => entry.Hash).SingleAsync());

    [Fact]
    public async Task The_record_says_who_accepted_and_withdrew_which_text_when_and_where_it_stands_in_the_ledger()
    {
        await scene.RegisterAsync("apex");
        await scene.AcceptAsync("apex", AgreementNames.Telemetry);
        await scene.WithdrawAsync("apex", AgreementNames.Telemetry);

        var page = await scene.PageAsync(Record);

        Assert.Contains("cooktheryan accepted <a href=\"/agreements/telemetry/v/1\">version 1</a>", page, StringComparison.Ordinal);
        Assert.Contains("cooktheryan withdrew the acceptance of <a href=\"/agreements/telemetry/v/1\">version 1</a>: We stop.", page, StringComparison.Ordinal);
        Assert.Contains($"2 · {await HashAsync(AgreementEvents.Accepted)}", page, StringComparison.Ordinal);
        Assert.Contains($"3 · {await HashAsync(AgreementEvents.Withdrawn)}", page, StringComparison.Ordinal);
        Assert.Contains("Nobody has accepted it for this project.", page, StringComparison.Ordinal);
        Assert.Contains(await scene.Portal.ReadAsync(db => db.Acceptances.Select(acceptance => acceptance.TextSha256).SingleAsync()), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_accepted_again_after_a_withdrawal_has_two_receipts()
    {
        await scene.RegisterAsync("apex");
        await scene.AcceptAsync("apex", AgreementNames.Telemetry);
        var first = await HashAsync(AgreementEvents.Accepted);
        await scene.WithdrawAsync("apex", AgreementNames.Telemetry);
        await scene.AcceptAsync("apex", AgreementNames.Telemetry);

        Assert.Contains(first, await scene.PageAsync($"{Record}/receipt/telemetry/1?round=0"), StringComparison.Ordinal);
        Assert.DoesNotContain(first, await scene.PageAsync($"{Record}/receipt/telemetry/1?round=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operators_receipt_is_the_leads_receipt()
    {
        await scene.RegisterAsync("apex");
        await scene.AcceptAsync("apex", AgreementNames.Telemetry);

        var file = await scene.PageAsync($"{Record}/receipt/telemetry/1?handler=Json");

        Assert.Contains("The text that was accepted", await scene.PageAsync($"{Record}/receipt/telemetry/1"), StringComparison.Ordinal);
        Assert.True(file.Length > 0);
        Assert.Equal(await (await scene.LeadAsync()).ReadAsync("/projects/apex/agreements/telemetry/receipt?handler=Json"), file);
    }

    [Theory]
    [InlineData("/operations/agreements/unknown")]
    [InlineData($"{Record}/receipt/telemetry/1")]
    [InlineData($"{Record}/receipt/commitment/2")]
    [InlineData("/operations/agreements/unknown/receipt/telemetry/1")]
    public async Task What_does_not_exist_is_a_404(string path)
    {
        await scene.RegisterAsync("apex");
        await scene.AcceptAsync("apex", AgreementNames.Commitment);

        Assert.Equal(HttpStatusCode.NotFound, (await (await scene.OperatorAsync()).GetAsync(path)).StatusCode);
    }
}
