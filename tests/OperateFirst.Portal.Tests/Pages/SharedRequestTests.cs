using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Tests.Pages;

public sealed class SharedRequestTests : IAsyncDisposable
{
    private const string Request = "/projects/apex/invitations/coordination";
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task<Visitor> LeadWithRequestAsync()
    {
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.PostAsync(
            "/projects/new?want=onboard",
            ("Input.Name", "apex"),
            ("Input.Slug", "apex"),
            ("Input.Description", "prototyping an open-source networking service"),
            ("Input.RepositoryUrl", "https://github.com/redhat-et/apex"),
            ("Input.ContactEmail", "lead@example.org"));
        await lead.PostAsync(Request);
        return lead;
    }

    [Fact]
    public async Task Another_member_can_add_themselves_to_a_request_that_waits()
    {
        var lead = await LeadWithRequestAsync();
        await lead.PostAsync("/projects/apex/members", ("Input.Login", "russellb"));
        var member = await portal.SignInAsync("russellb");

        await member.PostAsync(Request, ("Input.Attendees[0].Name", "Second Lead"), ("Input.Attendees[0].Email", "second.lead@example.org"));

        var people = (await portal.ReadAsync(db => db.InvitationRequests.SingleAsync())).Attendees.Select(person => person.Email);
        Assert.Equal(["lead@example.org", "second.lead@example.org"], people);
        Assert.Equal(1, await portal.ReadAsync(db => db.OutboxMessages.CountAsync(message => message.Kind == InvitationEvents.ChangedMail)));
    }

    [Fact]
    public async Task A_closed_project_leaves_nothing_in_the_coordinators_queue_and_nobody_with_the_ball()
    {
        var lead = await LeadWithRequestAsync();
        await lead.PostAsync("/projects/apex/close", ("Input.Reason", "We moved on."));
        var bill = await portal.SignInAsync("bburns");

        Assert.Contains("Nothing waits for you", await bill.ReadAsync("/review"), StringComparison.Ordinal);
        var page = await lead.ReadAsync("/projects/apex");
        Assert.DoesNotContain("Who has the ball", page, StringComparison.Ordinal);
        Assert.Contains("This project is closed", page, StringComparison.Ordinal);
    }
}
