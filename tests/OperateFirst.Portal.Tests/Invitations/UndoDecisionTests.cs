using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.Tests.Review;

namespace OperateFirst.Portal.Tests.Invitations;

public sealed class UndoDecisionTests : IAsyncDisposable
{
    private const string Ask = "/projects/apex/invitations/coordination";
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task<(Visitor Lead, Visitor Bill, string Request)> RequestAsync()
    {
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.RegisterAsync("apex");
        await lead.AskAsync("apex");
        return (lead, await portal.SignInAsync("bburns"), await portal.RequestPageAsync("apex"));
    }

    private static (string, string?)[] Answer(string decision) => [("Input.Decision", decision), ("Input.Reason", "Because.")];

    private Task<InvitationRequest> StoredAsync() => portal.ReadAsync(db => db.InvitationRequests.AsNoTracking().OrderBy(request => request.RequestedAtUtc).FirstAsync());

    [Theory]
    [InlineData("approve")]
    [InlineData("change")]
    [InlineData("decline")]
    public async Task An_answer_taken_back_leaves_the_request_in_its_old_place_and_the_lead_is_told(string decision)
    {
        var (lead, bill, request) = await RequestAsync();
        var before = await StoredAsync();
        portal.Clock.Advance(TimeSpan.FromHours(2));
        await bill.PostAsync(request, Answer(decision));
        await portal.DeliverAsync();
        Assert.Contains("Take this answer back", await bill.ReadAsync(request), StringComparison.Ordinal);

        await bill.PostAsync($"{request}?handler=Undo");

        var after = await StoredAsync();
        Assert.Equal((InvitationState.Waiting, before.SinceUtc, "", ""), (after.State, after.SinceUtc, after.Reason, after.DecidedByName));
        Assert.Equal(1, await portal.CountAsync(InvitationEvents.UndoneMail));
        Assert.Contains("Bill Burns took the answer to the request back", await lead.ReadAsync("/projects/apex/history"), StringComparison.Ordinal);
        Assert.Contains("Asked for, not decided yet.", await lead.ReadAsync("/projects/apex"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_whose_mail_has_not_left_is_never_mailed_and_the_next_one_is_mailed_once()
    {
        var (_, bill, request) = await RequestAsync();
        await bill.PostAsync(request, Answer("approve"));
        await bill.PostAsync($"{request}?handler=Undo");
        await bill.PostAsync(request, Answer("decline"));

        await portal.DeliverAsync();

        var mail = await File.ReadAllTextAsync(Directory.GetFiles(portal.DeliveryFolder, "*invitation-decided*").Single());
        Assert.Contains("declined", mail, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(portal.DeliveryFolder, "*invitation-undone*"));
    }

    [Fact]
    public async Task Nothing_is_undone_once_the_project_has_asked_anew()
    {
        var (lead, bill, request) = await RequestAsync();
        await bill.PostAsync(request, Answer("decline"));
        var form = await bill.HiddenFieldsAsync(request);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await lead.AskAsync("apex");

        var page = await (await bill.SendAsync($"{request}?handler=Undo", form)).TextAsync();

        Assert.Contains("apex has asked anew since, so this answer stands", page, StringComparison.Ordinal);
        Assert.Equal(InvitationState.Declined, (await StoredAsync()).State);
        Assert.Contains("declined by Bill Burns", await bill.ReadAsync(await portal.RequestPageAsync("apex")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_was_changed_after_it_was_sent_back_waits_already()
    {
        var (lead, bill, request) = await RequestAsync();
        await bill.PostAsync(request, Answer("change"));
        var form = await bill.HiddenFieldsAsync(request);
        await lead.PostAsync(Ask, ("Input.Note", "I present."));

        Assert.Contains("This request waits already", await (await bill.SendAsync($"{request}?handler=Undo", form)).TextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await portal.CountAsync(InvitationEvents.UndoneMail));
    }

    [Fact]
    public async Task A_withdrawn_request_and_a_closed_project_have_no_answer_to_take_back()
    {
        var (lead, bill, request) = await RequestAsync();
        await bill.PostAsync(request, Answer("change"));
        var form = await bill.HiddenFieldsAsync(request);
        await lead.PostAsync($"{Ask}?handler=Withdraw");
        Assert.Contains("withdrew the request meanwhile", await (await bill.SendAsync($"{request}?handler=Undo", form)).TextAsync(), StringComparison.Ordinal);

        await lead.PostAsync("/projects/apex/close", ("Input.Reason", "We moved on."));

        Assert.Contains("This project is closed", await (await bill.SendAsync($"{request}?handler=Undo", form)).TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_clicks_take_an_answer_back_once()
    {
        var (_, bill, request) = await RequestAsync();
        await bill.PostAsync(request, Answer("approve"));
        var form = await bill.HiddenFieldsAsync(request);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => bill.SendAsync($"{request}?handler=Undo", form)));

        Assert.Equal(1, await portal.CountAsync(InvitationEvents.UndoneMail));
        Assert.Single(await portal.LedgerAsync(InvitationEvents.DecisionUndone));
    }

    [Fact]
    public async Task Another_coordinator_takes_nothing_back()
    {
        var (_, bill, request) = await RequestAsync();
        await bill.PostAsync(request, Answer("approve"));
        var lars = await portal.SignInAsync("larsks");
        var form = await lars.HiddenFieldsAsync("/review/stand-ins");

        Assert.Equal(HttpStatusCode.NotFound, (await lars.SendAsync($"{request}?handler=Undo", form)).StatusCode);
        Assert.Equal(InvitationState.Approved, (await StoredAsync()).State);
    }

    [Fact]
    public async Task Of_a_coordinator_and_a_stand_in_who_decide_at_once_one_does_and_the_other_sees_it()
    {
        var (_, bill, request) = await RequestAsync();
        var lars = await portal.SignInAsync("larsks");
        await bill.AppointAsync("2026-10-20", "2026-10-30");
        var (billsForm, larsForm) = (await bill.HiddenFieldsAsync(request), await lars.HiddenFieldsAsync(request));

        var answers = await Task.WhenAll(
            bill.SendAsync(request, billsForm, Answer("approve")), lars.SendAsync(request, larsForm, Answer("decline")),
            bill.SendAsync(request, billsForm, Answer("approve")), lars.SendAsync(request, larsForm, Answer("decline")));

        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect));
        var decided = await StoredAsync();
        Assert.True(decided.IsDecided);
        // An approval is answered by the calendar invite, anything else by an e-mail of its own.
        Assert.Equal(1, await portal.CountAsync(InvitationEvents.DecidedMail) + await portal.CountAsync(InviteEvents.RequestMail));
        var (loser, form) = decided.DecidedForName.Length > 0 ? (bill, billsForm) : (lars, larsForm);
        Assert.Contains($"By {decided.Decider.TrimEnd(',')}", await loser.ReadAsync(request), StringComparison.Ordinal);
        var late = await (await loser.SendAsync(request, form, Answer("approve"))).TextAsync();
        Assert.Contains("has decided this request already", late, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_from_the_queue_needs_its_sentence_and_keeps_what_was_typed()
    {
        var (_, bill, request) = await RequestAsync();
        var form = await bill.HiddenFieldsAsync(request);

        var empty = await (await bill.SendAsync(request, form, ("Input.Decision", "decline"), ("Input.Change", "typed elsewhere"), ("Input.Refusal", ""))).TextAsync();
        var done = await bill.SendAsync(request, form, ("Input.Decision", "decline"), ("Input.Refusal", "Not now."), ("Input.FromQueue", "true"));

        Assert.Contains("Enter why you decline", empty, StringComparison.Ordinal);
        Assert.Equal("/review", done.Headers.Location?.OriginalString);
        Assert.Equal("Not now.", (await StoredAsync()).Reason);
    }

    [Fact]
    public async Task Nothing_is_approved_during_a_hold_or_without_the_commitment()
    {
        var (lead, bill, request) = await RequestAsync();
        var form = await bill.HiddenFieldsAsync(request);
        await lead.AcceptAsync("apex");
        await lead.AskAsync("apex", "sprint-planning");
        var planning = await portal.RequestPageAsync("apex", "sprint-planning");
        await portal.HoldAsync("coordination", portal.Clock.GetUtcNow().UtcDateTime, null);
        await Scene.WithdrawCommitmentAsync(lead, "apex");
        var lars = await portal.SignInAsync("larsks");

        Assert.Contains("Capacity freeze. You can approve it when the pause ends", await (await bill.SendAsync(request, form, Answer("approve"))).TextAsync(), StringComparison.Ordinal);
        Assert.Contains("has no commitment agreement that counts", await (await lars.PostAsync(planning, Answer("approve"))).TextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await portal.CountAsync(InvitationEvents.DecidedMail));
        Assert.Equal(HttpStatusCode.Redirect, (await lars.PostAsync(planning, Answer("decline"))).StatusCode);
    }
}
