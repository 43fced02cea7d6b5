using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.Tests.Review;

namespace OperateFirst.Portal.Tests.Projects;

/// <summary>What operators do for a project whose people are gone.</summary>
public sealed class OperatorActsTests : IAsyncDisposable
{
    private const string Page = "/operations/projects/sigstore-aas";
    private const string Home = "/projects/sigstore-aas";
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task<(Visitor Operator, Visitor Lead)> OperatorAndLeadAsync()
    {
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.RegisterAsync("sigstore-aas");
        return (await portal.SignInAsync("operator"), lead);
    }

    private static (string, string?)[] Lead(string login, string reason = "Nobody answers any more.") => [("Input.Login", login), ("Input.Reason", reason)];

    [Fact]
    public async Task An_operator_sees_the_people_with_their_logins_and_the_contact()
    {
        var (visitor, _) = await OperatorAndLeadAsync();

        var page = await visitor.ReadAsync(Page);

        Assert.Contains("cooktheryan (development)", page, StringComparison.Ordinal);
        Assert.Contains("lead@example.org", page, StringComparison.Ordinal);
        Assert.Contains("/operations/agreements/sigstore-aas", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/close")]
    [InlineData("/lead")]
    public async Task Who_is_no_operator_and_who_names_no_project_get_the_same_404(string below)
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        var form = await lead.HiddenFieldsAsync($"{Home}/close");

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/operations/projects/nothing{below}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await lead.GetAsync(Page + below)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await lead.SendAsync(Page + below, form, Lead("russellb"))).StatusCode);
        Assert.Equal(1, await portal.ReadAsync(db => db.ProjectMembers.CountAsync()));
    }

    [Fact]
    public async Task Closing_needs_a_reason_which_the_projects_people_read_and_closes_the_issue()
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        await lead.AcceptAsync("sigstore-aas", "telemetry");
        await lead.AcceptAsync("sigstore-aas");
        await portal.DeliverAsync();
        Assert.Contains("Enter why you close the project.", await (await visitor.PostAsync($"{Page}/close")).TextAsync(), StringComparison.Ordinal);

        await visitor.PostAsync($"{Page}/close", ("Input.Reason", "Nobody answers any more."));
        await portal.DeliverAsync();

        Assert.Contains("Nobody answers any more.", await lead.ReadAsync(Home), StringComparison.Ordinal);
        Assert.Contains("operator closed the project for the operators: Nobody answers any more.", await lead.ReadAsync($"{Home}/history"), StringComparison.Ordinal);
        Assert.Contains("state: closed", await File.ReadAllTextAsync(Directory.GetFiles(portal.DeliveryFolder, "issue-*.md").Single()), StringComparison.Ordinal);
        Assert.Contains("so nothing about it can change", await (await visitor.SendAsync($"{Page}/close", await visitor.HiddenFieldsAsync("/operations/holds"), ("Input.Reason", "Again."))).TextAsync(), StringComparison.Ordinal);
        Assert.Contains("\"operator\":true", Assert.Single(await portal.LedgerAsync(ProjectEvents.Closed)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_lead_sees_the_project_and_the_contact_and_the_lead_are_told()
    {
        var (visitor, _) = await OperatorAndLeadAsync();
        var next = await portal.SignInAsync("russellb");
        Assert.Equal(HttpStatusCode.NotFound, (await next.GetAsync(Home)).StatusCode);

        await visitor.PostAsync($"{Page}/lead", Lead("@russellb"));
        await portal.DeliverAsync();

        Assert.Equal(HttpStatusCode.OK, (await next.GetAsync($"{Home}/close")).StatusCode);
        Assert.Contains("Close sigstore-aas", await next.ReadAsync($"{Home}/close"), StringComparison.Ordinal);
        Assert.Contains("operator gave the project a new lead, russellb: Nobody answers any more.", await next.ReadAsync($"{Home}/history"), StringComparison.Ordinal);
        var mails = Directory.GetFiles(portal.DeliveryFolder, "*-project-lead-given-*.eml").Select(File.ReadAllText).ToList();
        Assert.Equal(2, mails.Count);
        Assert.Contains(mails, mail => mail.Contains("lead@example.org", StringComparison.Ordinal));
        Assert.Contains(mails, mail => mail.Contains("second.lead@example.org", StringComparison.Ordinal) && mail.Contains("Hello russellb", StringComparison.Ordinal));
        Assert.All(mails, mail => Assert.Contains("Nobody answers any more.", mail, StringComparison.Ordinal));
        Assert.DoesNotContain("@example.org", Assert.Single(await portal.LedgerAsync(ProjectEvents.LeadGiven)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_is_made_a_lead_and_an_unknown_person_waits_for_their_first_sign_in()
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        await lead.PostAsync($"{Home}/members", ("Input.Login", "russellb"));

        await visitor.PostAsync($"{Page}/lead", Lead("russellb"));

        Assert.Equal(2, await portal.ReadAsync(db => db.ProjectMembers.CountAsync(member => member.IsLead)));
        Assert.Contains("russellb is a lead already.", await (await visitor.PostAsync($"{Page}/lead", Lead("russellb"))).TextAsync(), StringComparison.Ordinal);
        var next = await portal.SignInAsync("russellb");
        Assert.Equal(HttpStatusCode.OK, (await next.GetAsync(Home)).StatusCode);
        Assert.Equal(1, await portal.ReadAsync(db => db.OutboxMessages.CountAsync(message => message.Kind == ProjectEvents.LeadGivenMail)));
    }

    [Fact]
    public async Task A_new_lead_needs_a_login_and_a_reason()
    {
        var (visitor, _) = await OperatorAndLeadAsync();

        var page = await (await visitor.PostAsync($"{Page}/lead", Lead("Russell Bryant", ""))).TextAsync();

        Assert.Contains("looks like a name", page, StringComparison.Ordinal);
        Assert.Contains("Enter why the project gets a new lead.", page, StringComparison.Ordinal);
        Assert.Equal(1, await portal.ReadAsync(db => db.ProjectMembers.CountAsync()));
    }
}
