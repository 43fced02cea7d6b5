using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Guide;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Tests.Pages;

public sealed class LeadFormsTests : IAsyncDisposable
{
    private const string Home = "/projects/sigstore-aas";
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private static (string, string?)[] Registration(string slug = "sigstore-aas", string? name = "sigstore-aas") =>
    [
        ("Input.Name", name),
        ("Input.Slug", slug),
        ("Input.Description", "Initial work on deploying sigstore AAS"),
        ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
        ("Input.DocumentationUrl", "https://www.sigstore.dev/"),
        ("Input.ContactEmail", "lead@example.org"),
    ];

    private async Task<Visitor> LeadOfAsync(string slug = "sigstore-aas", string persona = "cooktheryan")
    {
        var lead = await portal.SignInAsync(persona);
        Assert.Equal(HttpStatusCode.Redirect, (await lead.PostAsync("/projects/new?want=onboard", Registration(slug))).StatusCode);
        return lead;
    }

    private static Task<HttpResponseMessage> AcceptAsync(Visitor lead, string name) =>
        lead.PostAsync($"{Home}/agreements/{name}", ("Input.Agreed", "true"));

    [Fact]
    public async Task Whoever_registers_a_project_is_its_lead_and_it_is_in_the_ledger_with_its_progress()
    {
        var lead = await LeadOfAsync();

        Assert.Contains("1 of 8 steps done", await lead.ReadAsync(Home), StringComparison.Ordinal);
        Assert.True(await portal.ReadAsync(db => db.ProjectMembers.Select(member => member.IsLead).SingleAsync()));
        Assert.Equal(1, await portal.ReadAsync(db => db.ProjectProgress.Select(progress => progress.DoneCount).SingleAsync()));
        Assert.Contains("registered the project sigstore-aas", await lead.ReadAsync($"{Home}/history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_slug_is_refused_and_what_was_typed_stays()
    {
        await LeadOfAsync();
        var other = await portal.SignInAsync("russellb");

        var page = WebUtility.HtmlDecode(await (await other.PostAsync("/projects/new?want=onboard", Registration(name: "my own words"))).Content.ReadAsStringAsync());

        Assert.Contains("This short name is taken", page, StringComparison.Ordinal);
        Assert.Contains("my own words", page, StringComparison.Ordinal);
        Assert.Contains("<title>Error:", page, StringComparison.Ordinal);
        Assert.Equal(1, await portal.ReadAsync(db => db.Projects.CountAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/edit")]
    [InlineData("/guide")]
    [InlineData("/agreements/telemetry")]
    [InlineData("/agreements/telemetry/receipt")]
    [InlineData("/conversation")]
    [InlineData("/invitations/coordination")]
    [InlineData("/cluster")]
    [InlineData("/issue")]
    [InlineData("/history")]
    [InlineData("/members")]
    [InlineData("/close")]
    public async Task Another_lead_gets_the_same_404_as_for_no_project(string page)
    {
        await LeadOfAsync();
        var stranger = await portal.SignInAsync("russellb");

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(Home + page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/projects/none" + page)).StatusCode);
    }

    [Fact]
    public async Task An_unticked_box_accepts_nothing()
    {
        var lead = await LeadOfAsync();

        var page = await (await lead.PostAsync($"{Home}/agreements/telemetry")).Content.ReadAsStringAsync();

        Assert.Contains("Tick the box", page, StringComparison.Ordinal);
        Assert.Equal(0, await portal.ReadAsync(db => db.Acceptances.CountAsync()));
    }

    [Fact]
    public async Task A_form_from_before_the_text_changed_shows_the_new_text_and_accepts_nothing()
    {
        var lead = await LeadOfAsync();

        var page = WebUtility.HtmlDecode(await (await lead.PostAsync(
            $"{Home}/agreements/telemetry", ("Input.Agreed", "true"), ("Input.Sha256", new string('0', 64)))).Content.ReadAsStringAsync());

        Assert.Contains("The text changed after you opened this page", page, StringComparison.Ordinal);
        Assert.Equal(0, await portal.ReadAsync(db => db.Acceptances.CountAsync()));
        await lead.PostAsync($"{Home}/guide", ("Input.Confirmed", "true"), ("Input.Sha256", "old"));
        Assert.Equal(0, await portal.ReadAsync(db => db.ReadingConfirmations.CountAsync()));
    }

    [Fact]
    public async Task The_same_acceptance_sent_eight_times_at_once_is_one_with_one_receipt()
    {
        var lead = await LeadOfAsync();
        var form = await lead.HiddenFieldsAsync($"{Home}/agreements/telemetry");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => lead.SendAsync($"{Home}/agreements/telemetry", form, ("Input.Agreed", "true"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal(1, await portal.ReadAsync(db => db.Acceptances.CountAsync()));
        Assert.Equal(1, await portal.ReadAsync(db => db.OutboxMessages.CountAsync(message => message.Kind == AcceptAgreement.ReceiptMail)));
        Assert.Equal(1, await portal.ReadAsync(db => db.LedgerEntries.CountAsync(entry => entry.Kind == AgreementEvents.Accepted)));
    }

    [Fact]
    public async Task The_same_request_sent_eight_times_at_once_is_one_with_one_mail_to_the_coordinator()
    {
        var lead = await LeadOfAsync();
        var form = await lead.HiddenFieldsAsync($"{Home}/invitations/coordination");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => lead.SendAsync($"{Home}/invitations/coordination", form)));

        Assert.Equal(1, await portal.ReadAsync(db => db.InvitationRequests.CountAsync()));
        Assert.Equal(1, await portal.ReadAsync(db => db.OutboxMessages.CountAsync(message => message.Kind == InvitationEvents.RequestedMail)));
    }

    [Fact]
    public async Task A_request_can_be_changed_and_withdrawn_while_it_waits()
    {
        var lead = await LeadOfAsync();
        await lead.PostAsync($"{Home}/invitations/coordination");
        await lead.PostAsync($"{Home}/invitations/coordination", ("Input.Attendees[0].Name", "Third"), ("Input.Attendees[0].Email", "third@example.org"));
        Assert.Equal(2, (await portal.ReadAsync(db => db.InvitationRequests.SingleAsync())).Attendees.Count);

        await lead.PostAsync($"{Home}/invitations/coordination?handler=Withdraw");

        Assert.Equal(InvitationState.Withdrawn, (await portal.ReadAsync(db => db.InvitationRequests.SingleAsync())).State);
        Assert.Contains("No invite asked for yet", await lead.ReadAsync(Home), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sprint_planning_cannot_be_asked_for_before_the_commitment_even_by_a_forged_form()
    {
        var lead = await LeadOfAsync();
        var form = await lead.HiddenFieldsAsync($"{Home}/invitations/coordination");

        var page = await (await lead.SendAsync($"{Home}/invitations/sprint-planning", form)).Content.ReadAsStringAsync();

        Assert.Contains("Accept the commitment agreement first", page, StringComparison.Ordinal);
        Assert.Equal(0, await portal.ReadAsync(db => db.InvitationRequests.CountAsync()));
    }

    [Fact]
    public async Task The_issue_is_promised_with_the_second_acceptance_and_not_before()
    {
        var lead = await LeadOfAsync();
        await AcceptAsync(lead, "telemetry");
        Assert.Equal(0, await portal.ReadAsync(db => db.TrackingIssues.CountAsync()));

        await AcceptAsync(lead, "commitment");
        await portal.DeliverAsync();

        var issue = await portal.ReadAsync(db => db.TrackingIssues.SingleAsync());
        Assert.Equal(1, issue.Number);
        Assert.Contains("Issue #1 opened", await lead.ReadAsync(Home), StringComparison.Ordinal);
        Assert.DoesNotContain("@", await File.ReadAllTextAsync(Directory.GetFiles(portal.DeliveryFolder, "issue-*.md").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_may_accept_only_where_a_lead_allows_it()
    {
        var lead = await LeadOfAsync();
        await lead.PostAsync($"{Home}/members", ("Input.Login", "russellb"));
        var member = await portal.SignInAsync("russellb");
        var form = await member.HiddenFieldsAsync($"{Home}/invitations/coordination");
        var sha = await portal.ReadAsync(db => db.AgreementVersions.Where(version => version.Agreement == "telemetry").Select(version => version.Sha256).SingleAsync());
        (string, string?)[] accept = [("Input.Agreed", "true"), ("Input.Sha256", sha), ("Input.Round", "0")];

        Assert.Contains("Only a project lead", await (await member.SendAsync($"{Home}/agreements/telemetry", form, accept)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var id = await portal.ReadAsync(db => db.ProjectMembers.Where(person => !person.IsLead).Select(person => person.Id).SingleAsync());
        await lead.PostAsync($"{Home}/members?handler=Accepting", ("member", id.ToString()), ("allowed", "true"));
        await member.SendAsync($"{Home}/agreements/telemetry", form, accept);

        Assert.Equal("russellb", await portal.ReadAsync(db => db.Acceptances.Select(acceptance => acceptance.AccountName).SingleAsync()));
    }

    [Fact]
    public async Task The_last_lead_cannot_leave_and_a_removed_members_next_click_is_a_404()
    {
        var lead = await LeadOfAsync();
        await lead.PostAsync($"{Home}/members", ("Input.Login", "russellb"));
        var member = await portal.SignInAsync("russellb");
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync(Home)).StatusCode);
        var people = await portal.ReadAsync(db => db.ProjectMembers.ToListAsync());

        var refused = await (await lead.PostAsync($"{Home}/members?handler=Remove", ("member", people.Single(person => person.IsLead).Id.ToString()))).Content.ReadAsStringAsync();
        await lead.PostAsync($"{Home}/members?handler=Remove", ("member", people.Single(person => !person.IsLead).Id.ToString()));

        Assert.Contains("A project needs a lead", refused, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync(Home)).StatusCode);
    }

    [Fact]
    public async Task A_real_name_where_a_login_belongs_is_refused()
    {
        var lead = await LeadOfAsync();

        var page = await (await lead.PostAsync($"{Home}/members", ("Input.Login", "Luke Hinds"))).Content.ReadAsStringAsync();

        Assert.Contains("looks like a name", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_project_changes_no_more_and_stays_readable()
    {
        var lead = await LeadOfAsync();
        await lead.PostAsync($"{Home}/close", ("Input.Reason", "We moved on; write to lead@example.org"));

        await lead.PostAsync($"{Home}/edit", Registration(name: "changed"));

        Assert.Equal("sigstore-aas", await portal.ReadAsync(db => db.Projects.Select(project => project.Name).SingleAsync()));
        var history = await lead.ReadAsync($"{Home}/history");
        Assert.Contains("closed the project", history, StringComparison.Ordinal);
        Assert.DoesNotContain("lead@example.org", history, StringComparison.Ordinal);
    }
}
