using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.Tests.Review;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Invitations;

public sealed class StandInTests : IAsyncDisposable
{
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task<Visitor> LeadWithRequestAsync()
    {
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.RegisterAsync("apex");
        await lead.AskAsync("apex");
        return lead;
    }

    private Task<int> StandInsAsync() => portal.ReadAsync(db => db.StandIns.CountAsync());

    [Theory]
    [InlineData("larsks", "2026-10-25", "2026-10-24", "The last day lies before the first. Choose 25 October 2026 or a later day.")]
    [InlineData("larsks", "2026-10-10", "2026-10-19", "The last day is past already")]
    [InlineData("larsks", "2026-10-20", "2027-02-17", "at most 120 days")]
    [InlineData("larsks", "2027-11-20", "2027-11-21", "more than a year away")]
    [InlineData("larsks", "", "2026-10-24", "Enter the first day")]
    [InlineData("larsks", "2026-10-20", "24.10.2026", "Enter the last day as year, month and day")]
    [InlineData("larsks", "2026-02-30", "2026-10-24", "Enter the first day as year, month and day")]
    [InlineData("Lars Kellogg", "2026-10-20", "2026-10-24", "looks like a name")]
    [InlineData("", "2026-10-20", "2026-10-24", "Enter the person's GitHub login")]
    [InlineData("BBurns", "2026-10-20", "2026-10-24", "BBurns decides the requests to Bill Burns already")]
    public async Task A_period_that_makes_no_sense_is_refused_with_a_sentence(string login, string from, string to, string words)
    {
        var bill = await portal.SignInAsync("bburns");

        var page = await (await bill.AppointAsync(from, to, login)).TextAsync();

        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Equal(0, await StandInsAsync());
    }

    [Fact]
    public async Task The_same_person_cannot_stand_in_twice_on_one_day()
    {
        var bill = await portal.SignInAsync("bburns");
        await bill.AppointAsync("2026-10-22", "2026-10-30");

        var page = await (await bill.AppointAsync("2026-10-30", "2026-11-04")).TextAsync();

        Assert.Contains("larsks stands in from 22 October 2026 to 30 October 2026 already", page, StringComparison.Ordinal);
        await bill.AppointAsync("2026-10-31", "2026-11-04");
        await bill.AppointAsync("2026-10-30", "2026-11-04", "russellb");
        Assert.Equal(3, await StandInsAsync());
    }

    // Each of these overlaps each other one, and begins on another day.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_who_appoint_the_same_person_for_overlapping_days_at_once_one_does(bool postgres)
    {
        const int Most = 8;
        await using var other = new PortalApp(_ => { }, over: postgres ? TestDatabase.OnServer(PostgresServer.CreateMigrated()) : null);
        var bill = await other.SignInAsync("bburns");
        var form = await bill.HiddenFieldsAsync("/review/stand-ins");

        var answers = await Task.WhenAll(Enumerable.Range(0, Most).Select(day => bill.SendAsync(
            "/review/stand-ins", form, ("Input.Login", "larsks"), ("Input.From", $"2026-10-{22 + day}"), ("Input.To", "2026-11-10"))));

        Assert.Equal(1, await other.ReadAsync(db => db.StandIns.CountAsync()));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Redirect))
        {
            Assert.Contains("larsks stands in from", await refused.TextAsync(), StringComparison.Ordinal);
        }

        Assert.Single(await other.LedgerAsync(StandIn.AppointedKind));
    }

    [Fact]
    public async Task Who_stands_in_decides_from_the_first_day_through_the_last_and_no_longer()
    {
        var lead = await LeadWithRequestAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await lead.GetAsync("/review/stand-ins")).StatusCode);
        var request = await portal.RequestPageAsync("apex");
        var bill = await portal.SignInAsync("bburns");
        var other = await portal.SignInAsync("russellb");
        await bill.AppointAsync("2026-10-21", "2026-10-22", "russellb");

        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/review")).StatusCode);
        portal.Clock.SetUtcNow(Scene.Utc("2026-10-21T04:00Z")); // midnight in New York
        other = await portal.SignInAsync("russellb");
        Assert.Contains("You stand in for Bill Burns until 22 October 2026", await other.ReadAsync(request), StringComparison.Ordinal);
        Assert.Contains("apex: Project Coordination meeting", await other.ReadAsync("/review"), StringComparison.Ordinal);
        portal.Clock.SetUtcNow(Scene.Utc("2026-10-23T03:59Z"));
        other = await portal.SignInAsync("russellb");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(request)).StatusCode);
        portal.Clock.SetUtcNow(Scene.Utc("2026-10-23T04:00Z"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Ended_early_the_next_click_finds_nothing()
    {
        await LeadWithRequestAsync();
        var request = await portal.RequestPageAsync("apex");
        var bill = await portal.SignInAsync("bburns");
        var lars = await portal.SignInAsync("larsks");
        await bill.AppointAsync("2026-10-20", "2026-10-30");
        var form = await lars.HiddenFieldsAsync(request);
        var id = await portal.ReadAsync(db => db.StandIns.Select(standIn => standIn.Id).SingleAsync());

        await bill.PostAsync("/review/stand-ins?handler=End", ("standIn", id.ToString()));

        Assert.Equal(HttpStatusCode.NotFound, (await lars.SendAsync(request, form, ("Input.Decision", "approve"))).StatusCode);
        Assert.Contains("This has ended already", await (await bill.PostAsync("/review/stand-ins?handler=End", ("standIn", id.ToString()))).TextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await portal.CountAsync(InvitationEvents.DecidedMail));
        Assert.Single(await portal.LedgerAsync(StandIn.AppointedKind));
        Assert.Single(await portal.LedgerAsync(StandIn.EndedKind));
    }

    [Fact]
    public async Task An_answer_in_somebodys_place_says_so_in_the_ledger_the_history_and_the_mail()
    {
        var lead = await LeadWithRequestAsync();
        var bill = await portal.SignInAsync("bburns");
        var lars = await portal.SignInAsync("larsks");
        await bill.AppointAsync("2026-10-20", "2026-10-30");

        await lars.PostAsync(await portal.RequestPageAsync("apex"), ("Input.Decision", "decline"), ("Input.Reason", "Not now."));
        await portal.DeliverAsync();

        const string Who = "Lars Kellogg-Stedman, standing in for Bill Burns, declined";
        var body = JsonDocument.Parse((await portal.LedgerAsync(InvitationEvents.Declined))[0]).RootElement;
        Assert.Equal("Bill Burns", body.GetProperty("for").GetString());
        Assert.Contains(Who, await lead.ReadAsync("/projects/apex/history"), StringComparison.Ordinal);
        Assert.Contains(Who, await lead.ReadAsync("/projects/apex"), StringComparison.Ordinal);
        var mail = await File.ReadAllTextAsync(Directory.GetFiles(portal.DeliveryFolder, "*invitation-decided*").Single());
        Assert.Contains(Who, mail.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stands_in_cannot_appoint_others_and_an_operator_can_for_anybody()
    {
        var bill = await portal.SignInAsync("bburns");
        await bill.AppointAsync("2026-10-20", "2026-10-30", "russellb");
        var standIn = await portal.SignInAsync("russellb");
        var form = await standIn.HiddenFieldsAsync("/review/stand-ins");
        var operations = await portal.SignInAsync("operator");

        var refused = await standIn.SendAsync("/review/stand-ins", form, ("Input.Contact", "bill-burns"), ("Input.Login", "larsks"), ("Input.From", "2026-10-20"), ("Input.To", "2026-10-30"));
        await bill.PostAsync("/review/stand-ins", ("Input.Contact", "lars-kellogg-stedman"), ("Input.Login", "sallyom"), ("Input.From", "2026-10-20"), ("Input.To", "2026-10-30"));
        var appointed = await operations.PostAsync("/review/stand-ins", ("Input.Contact", "lars-kellogg-stedman"), ("Input.Login", "bburns"), ("Input.From", "2026-10-20"), ("Input.To", "2026-10-30"));

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, appointed.StatusCode);
        Assert.Equal(2, await StandInsAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await operations.GetAsync("/review")).StatusCode);
        Assert.Contains("You stand in yourself, so you cannot appoint anybody", await standIn.ReadAsync("/review/stand-ins"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_was_appointed_before_their_first_sign_in_is_known_then()
    {
        await LeadWithRequestAsync();
        var bill = await portal.SignInAsync("bburns");
        await bill.AppointAsync("2026-10-20", "2026-10-30", "RussellB");

        var other = await portal.SignInAsync("russellb");

        Assert.Contains("apex: Project Coordination meeting", await other.ReadAsync("/review"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_somebody_stands_in_they_get_the_mails_too_each_in_a_row_of_its_own()
    {
        await portal.SignInAsync("larsks");
        var bill = await portal.SignInAsync("bburns");
        await bill.AppointAsync("2026-10-20", "2026-10-30");
        var lead = await LeadWithRequestAsync();
        await portal.DeliverAsync();

        Assert.Equal(
            ["bburns@redhat.com", "coordinator2@example.org"],
            await portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Kind == InvitationEvents.RequestedMail).Select(message => message.Recipient).Order().ToListAsync()));
        var mails = Directory.GetFiles(portal.DeliveryFolder, "*invitation-requested*").Select(File.ReadAllText).ToList();
        Assert.Single(mails, mail => mail.Contains("Hello Bill,", StringComparison.Ordinal));
        Assert.Single(mails, mail => mail.Contains("you stand in for Bill Burns", StringComparison.Ordinal));
        portal.Clock.SetUtcNow(Scene.Utc("2026-11-01T12:00Z"));
        lead = await portal.SignInAsync("cooktheryan");
        await lead.PostAsync("/projects/apex/invitations/coordination?handler=Withdraw");
        Assert.Equal(1, await portal.CountAsync(InvitationEvents.WithdrawnMail));
    }
}
