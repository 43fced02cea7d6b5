using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Review;

/// <summary>What operators see of deliveries, and what they do about them.</summary>
public sealed class DeliveriesTests : IAsyncDisposable
{
    private const string List = "/operations/deliveries";
    private const string Unknown = "test.unknown.v1";
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task<Guid> EnqueueAsync(string kind, string title = "A message", string? slug = null)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var project = slug is null ? null : await db.Projects.SingleAsync(candidate => candidate.Slug == slug);
        var message = db.Enqueue(new MessageDraft(kind, project?.Id, project?.Id ?? Guid.Empty, title), portal.Clock.UtcNow());
        await db.SaveChangesAsync();
        return message.Id;
    }

    /// <summary>A message that no handler knows is given up at its first try.</summary>
    private async Task<Guid> ParkAsync(string? slug = null, string title = "A message")
    {
        var id = await EnqueueAsync(Unknown, title, slug: slug);
        await portal.DeliverAsync();
        return id;
    }

    private Task<OutboxMessage> MessageAsync(Guid id) => portal.ReadAsync(db => db.OutboxMessages.AsNoTracking().SingleAsync(message => message.Id == id));

    private Task<int> TakeAsync(Guid id) => portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Id == id).ExecuteUpdateAsync(set => set
        .SetProperty(message => message.LeaseOwner, Guid.NewGuid())
        .SetProperty(message => message.Attempts, message => message.Attempts + 1)
        .SetProperty(message => message.LeaseEndsAtUtc, portal.Clock.UtcNow().AddMinutes(5))));

    private async Task<(Visitor Operator, Visitor Lead)> OperatorAndLeadAsync(string slug = "sigstore-aas")
    {
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.RegisterAsync(slug);
        return (await portal.SignInAsync("operator"), lead);
    }

    [Theory]
    [InlineData("cooktheryan")]
    [InlineData("bburns")]
    public async Task Nobody_but_operators_sees_deliveries_or_sends_one_again(string persona)
    {
        var id = await ParkAsync();
        var visitor = await portal.SignInAsync(persona);

        foreach (var path in new[] { List, $"{List}/{id:N}", "/operations/holds" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(path)).StatusCode);
        }

        var form = await visitor.HiddenFieldsAsync("/projects/new?want=onboard");
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.SendAsync($"{List}?handler=Again", form, ("id", $"{id}"))).StatusCode);
        Assert.Equal(OutboxState.Parked, (await MessageAsync(id)).State);
    }

    [Fact]
    public async Task A_message_that_was_given_up_is_counted_on_operator_pages_and_starts_anew_when_sent_again()
    {
        var (visitor, _) = await OperatorAndLeadAsync();
        var id = await ParkAsync("sigstore-aas", "Receipt to somebody");
        Assert.Contains("1 message needs you", await visitor.ReadAsync("/operations/holds"), StringComparison.Ordinal);
        var before = await MessageAsync(id);

        await visitor.PostAsync($"{List}?handler=Again", ("id", $"{id}"));

        var after = await MessageAsync(id);
        Assert.Equal((OutboxState.Queued, 0, before.LastError), (after.State, after.Attempts, after.LastError));
        Assert.Null(after.FinishedAtUtc);
        Assert.DoesNotContain("needs you", await visitor.ReadAsync(List), StringComparison.Ordinal);
        Assert.Equal(1, await portal.DeliverAsync());
        Assert.Equal((OutboxState.Parked, 1), ((await MessageAsync(id)).State, (await MessageAsync(id)).Attempts));
    }

    [Fact]
    public async Task A_second_click_sends_nothing_and_is_told_so()
    {
        var (visitor, _) = await OperatorAndLeadAsync();
        var id = await ParkAsync();
        var form = await visitor.HiddenFieldsAsync(List);
        await visitor.SendAsync($"{List}?handler=Again", form, ("id", $"{id}"));

        var second = await (await visitor.SendAsync($"{List}?handler=Again", form, ("id", $"{id}"))).TextAsync();

        Assert.Contains("waits for its next try already. Nothing was changed.", second, StringComparison.Ordinal);
        Assert.Single(await portal.LedgerAsync(DeliveryEvents.SentAgain));
    }

    [Fact]
    public async Task The_ledger_tells_who_sent_a_message_again_without_any_address()
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        await visitor.PostAsync($"{List}?handler=Again", ("id", $"{await ParkAsync("sigstore-aas", "Receipt to ada@example.org")}"));
        await visitor.PostAsync($"{List}?handler=Again", ("id", $"{await ParkAsync()}"));

        var chains = await portal.ReadAsync(db => db.LedgerEntries.Where(entry => entry.Kind == DeliveryEvents.SentAgain).Select(entry => entry.Chain).ToListAsync());
        Assert.Equal(2, chains.Distinct().Count());
        Assert.Contains(PortalLedger.PortalChain, chains);
        Assert.DoesNotContain("ada@", string.Concat(await portal.LedgerAsync(DeliveryEvents.SentAgain)), StringComparison.Ordinal);
        Assert.Contains("operator had a message sent again", await lead.ReadAsync("/projects/sigstore-aas/history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_up_needs_a_reason_which_the_lead_reads()
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        await lead.AskAsync("sigstore-aas");
        var id = await portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Kind == InvitationEvents.RequestedMail).Select(message => message.Id).SingleAsync());
        var page = $"{List}/{id:N}";

        Assert.Contains("Enter why it is not sent.", await (await visitor.PostAsync($"{page}?handler=GiveUp")).TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Shorten why it is not sent", await (await visitor.PostAsync($"{page}?handler=GiveUp", ("Input.Reason", new string('x', 501)))).TextAsync(), StringComparison.Ordinal);
        Assert.Equal(OutboxState.Queued, (await MessageAsync(id)).State);

        await visitor.PostAsync($"{page}?handler=GiveUp", ("Input.Reason", "Bill knows already."));
        await portal.DeliverAsync();

        Assert.Equal(OutboxState.Dropped, (await MessageAsync(id)).State);
        Assert.DoesNotContain(Directory.GetFiles(portal.DeliveryFolder), file => file.Contains("invitation-requested", StringComparison.Ordinal));
        Assert.Contains("Not sent: Bill knows already.", await lead.ReadAsync("/projects/sigstore-aas"), StringComparison.Ordinal);
        Assert.Contains("given up by operator", await visitor.ReadAsync($"{List}?state=dropped"), StringComparison.Ordinal);
        Assert.Contains("Bill knows already.", Assert.Single(await portal.LedgerAsync(DeliveryEvents.GivenUp)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dropped_mail_that_is_sent_again_keeps_its_number_and_leaves_once()
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        await lead.AskAsync("sigstore-aas");
        var id = await portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Kind == InvitationEvents.RequestedMail).Select(message => message.Id).SingleAsync());
        await visitor.PostAsync($"{List}/{id:N}?handler=GiveUp", ("Input.Reason", "Later."));
        await visitor.PostAsync($"{List}/{id:N}?handler=Again");

        await portal.DeliverAsync();

        var mail = await File.ReadAllTextAsync(Directory.GetFiles(portal.DeliveryFolder, "*-invitation-requested-*.eml").Single());
        Assert.Contains($"{id:N}@", Regex.Match(mail, "Message-Id: <([^>]*)>", RegexOptions.IgnoreCase).Groups[1].Value, StringComparison.Ordinal);
        Assert.Equal(("", ""), ((await MessageAsync(id)).DropReason, (await MessageAsync(id)).DroppedByName));
    }

    [Fact]
    public async Task A_message_that_is_being_delivered_is_left_alone()
    {
        var (visitor, _) = await OperatorAndLeadAsync();
        var id = await EnqueueAsync(Unknown);
        var form = await visitor.HiddenFieldsAsync($"{List}/{id:N}");
        await TakeAsync(id);

        foreach (var handler in new[] { "GiveUp", "Now", "Again" })
        {
            var answer = await (await visitor.SendAsync($"{List}/{id:N}?handler={handler}", form, ("Input.Reason", "No."))).TextAsync();
            Assert.Contains("is being delivered right now", answer, StringComparison.Ordinal);
        }

        Assert.Equal(OutboxState.Queued, (await MessageAsync(id)).State);
    }

    [Fact]
    public async Task Giving_up_does_not_pass_where_a_worker_took_the_message_meanwhile()
    {
        var id = await EnqueueAsync(Unknown);
        await using var scope = portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var message = await db.OutboxMessages.SingleAsync(candidate => candidate.Id == id);
        await TakeAsync(id);

        db.Entry(message).Property(changed => changed.State).CurrentValue = OutboxState.Dropped;

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
        Assert.Equal(OutboxState.Queued, (await MessageAsync(id)).State);
    }

    [Fact]
    public async Task A_waiting_retry_can_be_tried_now()
    {
        var (visitor, _) = await OperatorAndLeadAsync();
        var id = await EnqueueAsync(Unknown);
        await portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(message => message.Attempts, 3)
            .SetProperty(message => message.LastError, "GitHub answered 502.")
            .SetProperty(message => message.DueAtUtc, portal.Clock.UtcNow().AddHours(2))));
        Assert.Equal(0, await portal.DeliverAsync());
        Assert.Contains("GitHub answered 502.", await visitor.ReadAsync($"{List}?state=trying"), StringComparison.Ordinal);

        await visitor.PostAsync($"{List}?handler=Now&state=trying", ("id", $"{id}"));

        Assert.Equal(1, await portal.DeliverAsync());
        Assert.Equal(4, (await MessageAsync(id)).Attempts);
    }

    [Fact]
    public async Task All_that_are_shown_as_given_up_can_be_sent_again_at_once()
    {
        var (visitor, _) = await OperatorAndLeadAsync();
        Guid[] ids = [await ParkAsync(), await ParkAsync(), await ParkAsync()];
        var form = await visitor.HiddenFieldsAsync($"{List}?state=parked");
        await visitor.PostAsync($"{List}?handler=Again", ("id", $"{ids[0]}"));

        await visitor.SendAsync($"{List}?handler=All&state=parked", form, ("ids", $"{ids[0]}"), ("ids", $"{ids[1]}"), ("ids", $"{ids[2]}"));

        Assert.Equal(0, await portal.ReadAsync(db => db.OutboxMessages.CountAsync(message => message.State == OutboxState.Parked)));
        Assert.Equal(3, (await portal.LedgerAsync(DeliveryEvents.SentAgain)).Count);
    }

    [Fact]
    public async Task A_comment_that_had_landed_is_not_written_a_second_time_when_it_is_sent_again()
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        await lead.AcceptAsync("sigstore-aas", "telemetry");
        await lead.AcceptAsync("sigstore-aas");
        await portal.DeliverAsync();
        await lead.AskAsync("sigstore-aas");
        await portal.DeliverAsync();
        var id = await portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Kind == TrackingIssue.CommentMessage).Select(message => message.Id).SingleAsync());
        await portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Id == id).ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Parked)));

        await visitor.PostAsync($"{List}/{id:N}?handler=Again");
        await portal.DeliverAsync();

        Assert.Equal(OutboxState.Sent, (await MessageAsync(id)).State);
        Assert.Single(Directory.GetFiles(portal.DeliveryFolder, "issue-*-comment-*.md"));
    }
}
