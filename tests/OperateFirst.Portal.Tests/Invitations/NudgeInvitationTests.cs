using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.Tests.Review;

namespace OperateFirst.Portal.Tests.Invitations;

public sealed class NudgeInvitationTests : IAsyncDisposable
{
    private const string Ask = "/projects/apex/invitations/coordination";
    private const string Nudge = $"{Ask}?handler=Nudge";
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task<Visitor> LeadWithRequestAsync()
    {
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.RegisterAsync("apex");
        await lead.AskAsync("apex");
        return lead;
    }

    private Task<int> NudgesAsync() => portal.CountAsync(InvitationEvents.NudgeMail);

    [Fact]
    public async Task One_nudge_a_week_reaches_the_contact_and_the_page_says_when_the_next_is_possible()
    {
        var lead = await LeadWithRequestAsync();

        await lead.PostAsync(Nudge);
        var second = await (await lead.PostAsync(Nudge)).TextAsync();

        Assert.Contains("The next is possible on Tuesday 27 October, 09:12 UTC", second, StringComparison.Ordinal);
        Assert.Contains("The next reminder is possible on", await lead.ReadAsync(Ask), StringComparison.Ordinal);
        Assert.Equal(1, await NudgesAsync());
        portal.Clock.Advance(TimeSpan.FromDays(7));
        lead = await portal.SignInAsync("cooktheryan");
        await lead.PostAsync(Nudge);
        Assert.Equal(2, await NudgesAsync());
        Assert.Contains("reminded Bill Burns of the request", await lead.ReadAsync("/projects/apex/history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clicked_eight_times_at_once_it_is_one()
    {
        var lead = await LeadWithRequestAsync();
        var form = await lead.HiddenFieldsAsync(Ask);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => lead.SendAsync(Nudge, form)));

        Assert.Equal(1, await NudgesAsync());
        Assert.Single(await portal.LedgerAsync(InvitationEvents.Nudged));
    }

    [Fact]
    public async Task A_nudge_does_not_disturb_an_answer_that_is_being_typed()
    {
        var lead = await LeadWithRequestAsync();
        var bill = await portal.SignInAsync("bburns");
        var request = await portal.RequestPageAsync("apex");
        var form = await bill.HiddenFieldsAsync(request);
        await lead.PostAsync(Nudge);

        await bill.SendAsync(request, form, ("Input.Decision", "approve"));

        Assert.Equal(InvitationState.Approved, await portal.ReadAsync(db => db.InvitationRequests.Select(stored => stored.State).SingleAsync()));
    }

    [Fact]
    public async Task Nobody_is_nudged_while_the_requests_are_paused_decided_or_the_project_is_closed()
    {
        var lead = await LeadWithRequestAsync();
        var form = await lead.HiddenFieldsAsync(Ask);
        var now = portal.Clock.GetUtcNow().UtcDateTime;
        await portal.HoldAsync("coordination", now, now.AddHours(1));
        Assert.Contains("so Bill cannot answer now: Capacity freeze.", await (await lead.SendAsync(Nudge, form)).TextAsync(), StringComparison.Ordinal);
        portal.Clock.Advance(TimeSpan.FromHours(2));
        var bill = await portal.SignInAsync("bburns");
        await bill.PostAsync(await portal.RequestPageAsync("apex"), ("Input.Decision", "approve"));
        Assert.Contains("does not wait for an answer any more", await (await lead.SendAsync(Nudge, form)).TextAsync(), StringComparison.Ordinal);

        await lead.PostAsync("/projects/apex/close", ("Input.Reason", "We moved on."));

        Assert.Contains("This project is closed", await (await lead.SendAsync(Nudge, form)).TextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await NudgesAsync());
    }

    [Fact]
    public async Task Without_the_commitment_the_project_has_the_ball()
    {
        var lead = await LeadWithRequestAsync();
        var form = await lead.HiddenFieldsAsync(Ask);
        await lead.AcceptAsync("apex");
        await lead.AskAsync("apex", "sprint-planning");
        await Scene.WithdrawCommitmentAsync(lead, "apex");

        var page = await (await lead.SendAsync("/projects/apex/invitations/sprint-planning?handler=Nudge", form)).TextAsync();

        Assert.Contains("Until then the request waits for you, not for Lars", page, StringComparison.Ordinal);
        Assert.Equal(0, await NudgesAsync());
    }
}
