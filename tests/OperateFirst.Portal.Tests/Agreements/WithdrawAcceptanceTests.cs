using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Agreements;

public sealed class WithdrawAcceptanceTests : IAsyncDisposable
{
    private const string Page = "/projects/sigstore-aas/agreements/commitment";
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task<Visitor> CommittedAsync()
    {
        await portal.SignInAsync("operator");
        var lead = await portal.LeadAsync();
        await lead.PostAsync(Page, ("Input.Agreed", "true"));
        return lead;
    }

    private static Task<HttpResponseMessage> WithdrawAsync(Visitor lead) =>
        lead.PostAsync($"{Page}?handler=Withdraw", ("Input.Reason", "Our team was reassigned."), ("Input.Sure", "true"));

    private Task<int> AcceptancesAsync() => portal.ReadAsync(db => db.Acceptances.CountAsync());

    [Fact]
    public async Task A_withdrawal_opens_the_step_again_tells_the_operators_and_keeps_what_was_accepted()
    {
        var lead = await CommittedAsync();

        await WithdrawAsync(lead);
        await portal.DeliverAsync();

        Assert.Contains("withdrew the acceptance of version 1: Our team was reassigned.", await lead.ReadAsync("/projects/sigstore-aas"), StringComparison.Ordinal);
        Assert.Equal(AgreementStandings.Withdrawn, await portal.ReadAsync(db => db.ProjectProgress.Select(progress => progress.CommitmentStanding).SingleAsync()));
        Assert.Equal(1, await AcceptancesAsync());
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync($"{Page}/receipt?version=1")).StatusCode);
        var mail = MimeKit.MimeMessage.Load(Directory.GetFiles(portal.DeliveryFolder, "*acceptance-withdrawn*").Single());
        Assert.Equal("operator@example.org", mail.To.Mailboxes.Single().Address);
        Assert.Contains("Our team was reassigned.", mail.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "true", "Enter why you withdraw")]
    [InlineData("A reason.", "false", "Tick the box")]
    public async Task A_reason_and_a_tick_are_needed(string reason, string sure, string sentence)
    {
        var lead = await CommittedAsync();

        var page = await (await lead.PostAsync($"{Page}?handler=Withdraw", ("Input.Reason", reason), ("Input.Sure", sure))).Content.ReadAsStringAsync();

        Assert.Contains(sentence, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal(0, await portal.ReadAsync(db => db.AcceptanceWithdrawals.CountAsync()));
    }

    [Fact]
    public async Task The_form_sent_twice_withdraws_once_and_tells_once()
    {
        var lead = await CommittedAsync();
        var form = await lead.HiddenFieldsAsync(Page);
        (string, string?)[] fields = [("Input.Reason", "A reason."), ("Input.Sure", "true")];

        await lead.SendAsync($"{Page}?handler=Withdraw", form, fields);
        var second = WebUtility.HtmlDecode(await (await lead.SendAsync($"{Page}?handler=Withdraw", form, fields)).Content.ReadAsStringAsync());

        Assert.Contains("it was withdrawn already", second, StringComparison.Ordinal);
        Assert.Equal(1, await portal.ReadAsync(db => db.OutboxMessages.CountAsync(message => message.Kind == WithdrawAcceptance.Mail)));
    }

    [Fact]
    public async Task It_is_accepted_again_by_a_new_page_but_not_by_one_from_before_the_withdrawal()
    {
        await portal.SignInAsync("operator");
        var lead = await portal.LeadAsync();
        var old = await lead.HiddenFieldsAsync(Page);
        await lead.SendAsync(Page, old, ("Input.Agreed", "true"));
        await WithdrawAsync(lead);

        var stale = WebUtility.HtmlDecode(await (await lead.SendAsync(Page, old, ("Input.Agreed", "true"))).Content.ReadAsStringAsync());
        Assert.Contains("withdrawn after this page was opened", stale, StringComparison.Ordinal);
        Assert.Equal(1, await AcceptancesAsync());

        await lead.PostAsync(Page, ("Input.Agreed", "true"));
        Assert.Equal(2, await AcceptancesAsync());
        Assert.Equal(AgreementStandings.Accepted, await portal.ReadAsync(db => db.ProjectProgress.Select(progress => progress.CommitmentStanding).SingleAsync()));
    }

    [Fact]
    public async Task A_form_that_showed_another_version_withdraws_nothing()
    {
        var lead = await CommittedAsync();
        var form = new Dictionary<string, string>(await lead.HiddenFieldsAsync(Page)) { ["Input.Accepted"] = "2" };

        var page = WebUtility.HtmlDecode(await (await lead.SendAsync($"{Page}?handler=Withdraw", form, ("Input.Reason", "A reason."), ("Input.Sure", "true"))).Content.ReadAsStringAsync());

        Assert.Contains("another version was accepted meanwhile", page, StringComparison.Ordinal);
        Assert.Equal(0, await portal.ReadAsync(db => db.AcceptanceWithdrawals.CountAsync()));
    }

    [Fact]
    public async Task A_waiting_sprint_planning_request_is_blocked_by_it()
    {
        var lead = await CommittedAsync();
        await lead.PostAsync("/projects/sigstore-aas/invitations/sprint-planning");

        await WithdrawAsync(lead);

        Assert.Equal("blocked", await portal.ReadAsync(db => db.ProjectProgress.Select(progress => progress.SprintPlanning.State).SingleAsync()));
        Assert.Contains("Accept the commitment agreement first (step 4).", await lead.ReadAsync("/projects/sigstore-aas"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_accept_is_refused_also_where_it_is_accepted_already()
    {
        var lead = await CommittedAsync();
        await portal.SignInAsync("russellb");
        await lead.PostAsync("/projects/sigstore-aas/members", ("Input.Login", "russellb"), ("Input.Provider", "development"));
        var member = await portal.SignInAsync("russellb");
        var form = await lead.HiddenFieldsAsync(Page);
        var token = await member.HiddenFieldsAsync("/projects/sigstore-aas/conversation");

        var answer = await member.SendAsync(Page, token, ("Input.Agreed", "true"), ("Input.Sha256", form.GetValueOrDefault("Input.Sha256")), ("Input.Round", "0"));

        Assert.Contains("Only a project lead", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }
}
