using System.Net;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Tests.Invitations;

/// <summary>From approval to the end: what each of the invited gets, and what their calendars hold by it.</summary>
public sealed class CalendarInviteLifeTests : IAsyncLifetime
{
    private const string Lead = InviteScene.Lead;
    private const string Second = InviteScene.Second;
    private const string Third = InviteScene.Third;
    private InviteScene? opened;

    private InviteScene Scene => opened ?? throw new InvalidOperationException("Not open yet.");

    public async ValueTask InitializeAsync() => opened = await InviteScene.ApprovedAsync();

    public ValueTask DisposeAsync() => Scene.DisposeAsync();

    [Fact]
    public async Task Approval_sends_each_of_the_three_the_same_invite_with_sequence_0()
    {
        var mails = await Scene.NewMailsAsync();

        Assert.Equal([$"REQUEST 0 to {Lead}", $"REQUEST 0 to {Third}", $"REQUEST 0 to {Second}"], mails.Select(mail => mail.Said));
        Assert.Single(mails.Select(mail => mail.Text).Distinct());
        Assert.Equal([Lead, Third, Second], mails[0].Entry.Attendees.Select(person => person.Email));
        Assert.All(mails, mail => Assert.Equal(Scene.OwnDates(), mail.Calendar.Occurrences));
        Assert.Equal(0, await Scene.Portal.ReadAsync(db => db.OutboxMessages.CountAsync(message => message.Kind == InvitationEvents.DecidedMail)));
        Assert.Contains("sent the calendar invite to 3 people: Project Coordination meeting.", await Scene.LeadVisitor.ReadAsync($"{InviteScene.Home}/history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mail_has_the_parts_that_mail_programs_look_for()
    {
        var mail = (await Scene.NewMailsAsync())[0].Mail;

        var mixed = Assert.IsType<Multipart>(mail.Body);
        Assert.Equal("multipart/mixed", mixed.ContentType.MimeType);
        var alternative = Assert.IsType<MultipartAlternative>(mixed[0]);
        Assert.Equal(["text/plain", "text/html", "text/calendar"], alternative.Select(part => part.ContentType.MimeType));
        Assert.Equal(("REQUEST", "utf-8"), (alternative[2].ContentType.Parameters["method"], alternative[2].ContentType.Charset));
        Assert.False(alternative[2].IsAttachment);
        var file = Assert.IsType<MimePart>(mixed[1]);
        Assert.Equal(("application/ics", "coordination.ics", true), (file.ContentType.MimeType, file.FileName, file.IsAttachment));
        Assert.Equal(InviteScene.TextOf((MimePart)alternative[2]), InviteScene.TextOf(file));
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", InviteScene.TextOf(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_say_who_approved_when_it_is_and_who_comes()
    {
        var mails = await Scene.NewMailsAsync();

        Assert.Equal("You are invited: Project Coordination meeting", mails[0].Mail.Subject);
        Assert.Equal("\"Bill Burns\" <bburns@redhat.com>", Assert.Single(mails[0].Mail.ReplyTo).ToString());
        Assert.Contains("Bill Burns approved your request for sigstore-aas.", mails[0].Plain, StringComparison.Ordinal);
        Assert.Contains("Every second Wednesday, 8:00 US Eastern", mails[0].Plain, StringComparison.Ordinal);
        Assert.Contains("Wed 28 October 2026 (12:00 UTC)", mails[0].Plain, StringComparison.Ordinal);
        Assert.Contains("Wed 11 November 2026 (13:00 UTC)", mails[0].Plain, StringComparison.Ordinal);
        Assert.Contains("The UTC time moves by one hour because US clocks go back on 1 November.", mails[0].Plain, StringComparison.Ordinal);
        Assert.Contains("You, Third Attendee and Second Attendee", mails[0].Plain, StringComparison.Ordinal);
        Assert.Contains("/projects/sigstore-aas", mails[0].Plain, StringComparison.Ordinal);
        Assert.Contains("Bill Burns approved the request for sigstore-aas.", mails[1].Plain, StringComparison.Ordinal);
        Assert.DoesNotContain("/projects/sigstore-aas", mails[1].Plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_people_get_the_same_UID_with_the_next_sequence_and_who_is_gone_a_cancellation()
    {
        var uid = (await Scene.NewMailsAsync())[0].Uid;
        await Scene.AskAsync($"{InviteScene.Page}?change=true", ("Third Attendee", Third), ("Fourth Attendee", "fourth@example.org"));
        Assert.Contains("Your change of people waits for Bill.", await Scene.LeadVisitor.ReadAsync(InviteScene.Home), StringComparison.Ordinal);
        Assert.Empty(await Scene.NewMailsAsync());

        await Scene.DecideAsync("approve");

        var mails = await Scene.NewMailsAsync();
        Assert.Equal([$"REQUEST 1 to {Lead}", $"REQUEST 1 to {Third}", "REQUEST 1 to fourth@example.org", $"CANCEL 1 to {Second}"], mails.Select(mail => mail.Said));
        Assert.All(mails, mail => Assert.Equal(uid, mail.Uid));
        Assert.Equal([Second], mails[3].Entry.Attendees.Select(person => person.Email));
        Assert.Empty(mails[3].Calendar.Occurrences);
        Assert.Equal(Scene.OwnDates(), mails[2].Calendar.Occurrences);
        Assert.Contains("Joined: Fourth Attendee. No longer invited: Second Attendee.", mails[0].Plain, StringComparison.Ordinal);
        Assert.Equal("You are invited: Project Coordination meeting", mails[2].Mail.Subject);
        Assert.Equal("No longer invited: Project Coordination meeting", mails[3].Mail.Subject);
    }

    [Fact]
    public async Task A_change_of_people_that_is_declined_leaves_invite_and_step_as_they_are()
    {
        await Scene.NewMailsAsync();
        await Scene.AskAsync($"{InviteScene.Page}?change=true", ("Third Attendee", Third));

        await Scene.DecideAsync("decline", "The room is small.");

        Assert.Empty(await Scene.NewMailsAsync());
        var page = await Scene.LeadVisitor.ReadAsync(InviteScene.Home);
        Assert.Contains("Your change of people: Bill Burns declined: The room is small.", page, StringComparison.Ordinal);
        Assert.Contains("2 of 8", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_needs_a_tick_and_takes_the_meeting_out_of_all_calendars()
    {
        await Scene.NewMailsAsync();
        var refused = await Scene.LeadVisitor.PostAsync($"{InviteScene.Page}/cancel");
        Assert.Contains("Tick the box first", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await Scene.NewMailsAsync());

        await Scene.LeadVisitor.PostAsync($"{InviteScene.Page}/cancel", ("Input.Sure", "true"));

        var mails = await Scene.NewMailsAsync();
        Assert.Equal([$"CANCEL 1 to {Lead}", $"CANCEL 1 to {Third}", $"CANCEL 1 to {Second}"], mails.Select(mail => mail.Said));
        Assert.All(mails, mail => Assert.Empty(mail.Calendar.Occurrences));
        var page = await Scene.LeadVisitor.ReadAsync(InviteScene.Home);
        Assert.Contains("1 of 8", page, StringComparison.Ordinal);
        Assert.Contains("Ask Bill Burns for the invite", page, StringComparison.Ordinal);
        Assert.Contains("sigstore-aas no longer takes part in the Project Coordination meeting.", await MailTextAsync("*-invitation-left-*.eml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_leaving_a_new_approval_is_a_new_invite()
    {
        var uid = (await Scene.NewMailsAsync())[0].Uid;
        await Scene.LeadVisitor.PostAsync($"{InviteScene.Page}/cancel", ("Input.Sure", "true"));
        await Scene.NewMailsAsync();

        await Scene.AskAsync(InviteScene.Page);
        await Scene.DecideAsync("approve");

        var mail = Assert.Single(await Scene.NewMailsAsync());
        Assert.Equal("REQUEST", mail.Calendar.Method);
        Assert.Equal(0, mail.Entry.Sequence);
        Assert.NotEqual(uid, mail.Uid);
    }

    [Fact]
    public async Task Closing_the_project_cancels_in_the_same_commit()
    {
        await Scene.NewMailsAsync();

        await Scene.LeadVisitor.PostAsync($"{InviteScene.Home}/close", ("Input.Reason", "We moved on."));

        var mails = await Scene.NewMailsAsync();
        Assert.Equal([$"CANCEL 1 to {Lead}", $"CANCEL 1 to {Third}", $"CANCEL 1 to {Second}"], mails.Select(mail => mail.Said));
        Assert.DoesNotContain("We moved on", mails[1].Plain, StringComparison.Ordinal);
        Assert.Contains("cancelled the calendar invite", await Scene.LeadVisitor.ReadAsync($"{InviteScene.Home}/history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sent_again_it_is_the_same_to_the_byte_whatever_the_content_file_says_by_then()
    {
        var mail = (await Scene.NewMailsAsync())[1];
        var before = await File.ReadAllBytesAsync(mail.File, TestContext.Current.CancellationToken);
        Scene.Pass(TimeSpan.FromDays(20));
        Scene.Portal.Content = Scene.Portal.Content with { Meetings = [.. Scene.Portal.Content.Meetings.Select(meeting => meeting with { Start = new(17, 0), Title = "Another" })] };

        await SendAgainAsync(Third);

        Assert.Equal(before, await File.ReadAllBytesAsync(mail.File, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_invite_that_a_newer_version_has_overtaken_is_not_sent_again()
    {
        await Scene.NewMailsAsync();
        await Scene.LeadVisitor.PostAsync($"{InviteScene.Page}/cancel", ("Input.Sure", "true"));
        var mails = await Scene.NewMailsAsync();
        Assert.Equal(3, mails.Count);

        await SendAgainAsync(Third);

        Assert.Equal(
            "Not sent again: a newer version took its place",
            await Scene.Portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Kind == InviteEvents.RequestMail && message.Recipient == Third).Select(message => message.Result).SingleAsync()));
    }

    [Fact]
    public async Task The_page_of_the_invite_says_when_it_went_out_and_to_whom()
    {
        var page = await Scene.LeadVisitor.ReadAsync(InviteScene.Page);

        Assert.Contains("Sent <time datetime=\"2026-10-20T10:12:00Z\">", page, StringComparison.Ordinal);
        Assert.Contains("Project Lead, Third Attendee, Second Attendee", page, StringComparison.Ordinal);
        Assert.Contains("Change who is invited", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_for_the_people_who_are_invited_already_asks_for_nothing()
    {
        await Scene.AskAsync($"{InviteScene.Page}?change=true", ("Third Attendee", Third), ("Second Attendee", Second));

        Assert.Equal(1, await Scene.Portal.ReadAsync(db => db.InvitationRequests.CountAsync()));
    }

    [Fact]
    public async Task Nobody_else_sees_or_cancels_the_invite()
    {
        var other = await Scene.Portal.SignInAsync("russellb");

        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"{InviteScene.Page}/cancel")).StatusCode);
        var form = await other.HiddenFieldsAsync("/projects/new?want=onboard");
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync($"{InviteScene.Page}/cancel", form, ("Input.Sure", "true"))).StatusCode);
        Assert.Equal(3, (await Scene.NewMailsAsync()).Count);
    }

    private Task SendAgainAsync(string recipient) => Scene.Portal.ReadAsync(async db =>
    {
        await db.OutboxMessages.Where(message => message.Kind == InviteEvents.RequestMail && message.Recipient == recipient)
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Queued));
        return await Scene.Portal.DeliverAsync();
    });

    private async Task<string> MailTextAsync(string pattern)
    {
        var mail = await MimeMessage.LoadAsync(Directory.GetFiles(Scene.Portal.DeliveryFolder, pattern).Single(), TestContext.Current.CancellationToken);
        return (mail.TextBody ?? "").ReplaceLineEndings(" ");
    }
}
