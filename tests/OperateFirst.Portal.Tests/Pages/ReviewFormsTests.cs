using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Tests.Pages;

public sealed class ReviewFormsTests : IAsyncDisposable
{
    private const string Home = "/projects/sigstore-aas";
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task<(Visitor Lead, string Request)> RequestAsync()
    {
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.PostAsync(
            "/projects/new?want=onboard",
            ("Input.Name", "sigstore-aas"),
            ("Input.Slug", "sigstore-aas"),
            ("Input.Description", "Initial work on deploying sigstore AAS"),
            ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
            ("Input.ContactEmail", "lead@example.org"));
        await lead.PostAsync($"{Home}/invitations/coordination");
        return (lead, $"/review/{await portal.ReadAsync(db => db.InvitationRequests.Select(request => request.Id).SingleAsync())}");
    }

    private Task<InvitationState> StateAsync() => portal.ReadAsync(db => db.InvitationRequests.Select(request => request.State).SingleAsync());

    // An approved meeting is answered by its calendar invite.
    private Task<int> AnswersAsync() => portal.ReadAsync(db => db.OutboxMessages.CountAsync(
        message => message.Kind == InvitationEvents.DecidedMail || message.Kind == InviteEvents.RequestMail));

    [Fact]
    public async Task An_approved_request_is_a_done_step_and_the_lead_is_told()
    {
        var (lead, request) = await RequestAsync();
        var bill = await portal.SignInAsync("bburns");
        Assert.Contains("sigstore-aas: Project Coordination meeting", await bill.ReadAsync("/review"), StringComparison.Ordinal);

        await bill.PostAsync(request, ("Input.Decision", "approve"));

        Assert.Contains("Bill Burns approved it", await lead.ReadAsync(Home), StringComparison.Ordinal);
        Assert.Equal(1, await AnswersAsync());
        Assert.Contains("Nothing waits for you", await bill.ReadAsync("/review"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("change", "what should be changed")]
    [InlineData("decline", "why you decline")]
    public async Task A_change_or_a_refusal_needs_a_sentence(string decision, string words)
    {
        var (_, request) = await RequestAsync();
        var bill = await portal.SignInAsync("bburns");

        var page = await (await bill.PostAsync(request, ("Input.Decision", decision))).Content.ReadAsStringAsync();

        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Equal(InvitationState.Waiting, await StateAsync());
    }

    [Fact]
    public async Task A_request_sent_back_waits_again_once_the_lead_has_changed_it()
    {
        var (lead, request) = await RequestAsync();
        var bill = await portal.SignInAsync("bburns");
        await bill.PostAsync(request, ("Input.Decision", "change"), ("Input.Reason", "Who presents?"));
        Assert.Contains("Who presents?", await lead.ReadAsync(Home), StringComparison.Ordinal);

        await lead.PostAsync($"{Home}/invitations/coordination", ("Input.Note", "I do."));

        Assert.Equal(InvitationState.Waiting, await StateAsync());
    }

    [Fact]
    public async Task Two_decisions_from_two_tabs_are_one_and_the_second_sees_the_first()
    {
        var (_, request) = await RequestAsync();
        var bill = await portal.SignInAsync("bburns");
        var form = await bill.HiddenFieldsAsync(request);
        await bill.SendAsync(request, form, ("Input.Decision", "approve"));

        var second = WebUtility.HtmlDecode(await (await bill.SendAsync(request, form, ("Input.Decision", "decline"), ("Input.Reason", "No."))).Content.ReadAsStringAsync());

        Assert.Contains("has decided this request already", second, StringComparison.Ordinal);
        Assert.Equal(InvitationState.Approved, await StateAsync());
        Assert.Equal(1, await AnswersAsync());
    }

    [Fact]
    public async Task A_decision_about_a_request_that_was_changed_or_withdrawn_meanwhile_changes_nothing()
    {
        var (lead, request) = await RequestAsync();
        var bill = await portal.SignInAsync("bburns");
        var form = await bill.HiddenFieldsAsync(request);
        await lead.PostAsync($"{Home}/invitations/coordination", ("Input.Note", "A new note."));
        Assert.Contains("was changed after you opened", await (await bill.SendAsync(request, form, ("Input.Decision", "approve"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await lead.PostAsync($"{Home}/invitations/coordination?handler=Withdraw");

        Assert.Contains("was withdrawn meanwhile", await (await bill.SendAsync(request, form, ("Input.Decision", "approve"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await AnswersAsync());
    }

    [Fact]
    public async Task Nobody_decides_another_coordinators_requests()
    {
        var (lead, request) = await RequestAsync();
        var form = await lead.HiddenFieldsAsync(Home + "/invitations/coordination");
        var lars = await portal.SignInAsync("larsks");

        Assert.Equal(HttpStatusCode.NotFound, (await lars.GetAsync(request)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await lead.SendAsync(request, form, ("Input.Decision", "approve"))).StatusCode);
        Assert.Equal(InvitationState.Waiting, await StateAsync());
    }
}
