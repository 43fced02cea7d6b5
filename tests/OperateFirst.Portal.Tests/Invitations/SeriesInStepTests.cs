using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Tests.Invitations;

/// <summary>What the content file changes about a series reaches everybody who is invited, once.</summary>
public sealed class SeriesInStepTests : IAsyncLifetime
{
    private const string Lead = InviteScene.Lead;
    private const string Second = InviteScene.Second;
    private const string Third = InviteScene.Third;
    private InviteScene? opened;

    private InviteScene Scene => opened ?? throw new InvalidOperationException("Not open yet.");

    public async ValueTask InitializeAsync() => opened = await InviteScene.ApprovedAsync();

    public ValueTask DisposeAsync() => Scene.DisposeAsync();

    [Fact]
    public async Task A_series_that_moves_is_told_once_to_everybody()
    {
        var uid = (await Scene.NewMailsAsync())[0].Uid;

        await Scene.EditAsync(meeting => meeting with { Anchor = new(2026, 11, 5), Start = new(9, 30) });
        await Scene.Portal.TickAsync();

        var mails = await Scene.NewMailsAsync();
        Assert.Equal([$"REQUEST 1 to {Lead}", $"REQUEST 1 to {Third}", $"REQUEST 1 to {Second}"], mails.Select(mail => mail.Said));
        Assert.All(mails, mail => Assert.Equal((uid, true), (mail.Uid, Scene.OwnDates().SequenceEqual(mail.Calendar.Occurrences))));
        Assert.Contains("It moved from every second Wednesday, 8:00 US Eastern to every second Thursday, 9:30 US Eastern.", mails[0].Plain, StringComparison.Ordinal);
        Assert.Contains("The portal updated the calendar invite (Project Coordination meeting), 3 people: It moved from", await Scene.LeadVisitor.ReadAsync($"{InviteScene.Home}/history"), StringComparison.Ordinal);
        Assert.Equal(0, await Scene.Portal.TickAsync());
    }

    [Fact]
    public async Task One_date_that_is_moved_cancelled_or_put_back_is_an_update_of_that_date()
    {
        await Scene.NewMailsAsync();
        var moved = new MeetingChange(new(2026, 11, 25), new(2026, 11, 24), new(9, 0), "Thanksgiving");
        var cancelled = new MeetingChange(new(2026, 12, 23), null, null, "Christmas");

        await Scene.EditAsync(meeting => meeting with { Changes = [moved, cancelled] });

        var mails = await Scene.NewMailsAsync();
        Assert.Equal(
            [
                $"REQUEST 1 for 2026-11-25 to {Lead}", $"REQUEST 1 for 2026-11-25 to {Third}", $"REQUEST 1 for 2026-11-25 to {Second}",
                $"CANCEL 2 for 2026-12-23 to {Lead}", $"CANCEL 2 for 2026-12-23 to {Third}", $"CANCEL 2 for 2026-12-23 to {Second}",
            ],
            mails.Select(mail => mail.Said));
        Assert.Contains("Wed 25 November, 8:00, is moved to Tue 24 November, 9:00 US Eastern: Thanksgiving.", mails[0].Plain, StringComparison.Ordinal);
        Assert.Contains("Wed 23 December, 8:00, is cancelled: Christmas.", mails[3].Plain, StringComparison.Ordinal);
        Assert.Equal(Scene.OwnDates(), (await Scene.CalendarOfAsync(Third)).Occurrences);

        await Scene.EditAsync(meeting => meeting with { Changes = [cancelled with { Why = "Christmas time" }] });

        Assert.Equal([$"REQUEST 3 for 2026-11-25 to {Lead}", $"REQUEST 3 for 2026-11-25 to {Third}", $"REQUEST 3 for 2026-11-25 to {Second}"], (await Scene.NewMailsAsync()).Select(mail => mail.Said));
        Assert.Equal(Scene.OwnDates(), (await Scene.CalendarOfAsync(Third)).Occurrences);
        Assert.Equal(0, await Scene.Portal.TickAsync());
    }

    [Fact]
    public async Task A_change_of_a_date_that_is_past_is_told_to_nobody()
    {
        await Scene.NewMailsAsync();
        Scene.Pass(TimeSpan.FromDays(60));

        await Scene.EditAsync(meeting => meeting with { Changes = [new(new(2026, 11, 11), null, null, "Veterans Day")] });

        Assert.Empty(await Scene.NewMailsAsync());
        Assert.Equal(0, await Scene.Portal.TickAsync());
    }

    [Fact]
    public async Task Who_joins_later_gets_the_changed_dates_with_the_invite()
    {
        await Scene.EditAsync(meeting => meeting with { Changes = [new(new(2026, 11, 25), new(2026, 11, 24), null, "Thanksgiving"), new(new(2026, 12, 23), null, null, "Christmas")] });
        await Scene.AskAsync($"{InviteScene.Page}?change=true", ("Fourth Attendee", "fourth@example.org"));
        await Scene.DecideAsync("approve");
        await Scene.NewMailsAsync();

        Assert.Equal(Scene.OwnDates(), (await Scene.CalendarOfAsync("fourth@example.org")).Occurrences);
        Assert.Equal(Scene.OwnDates(), (await Scene.CalendarOfAsync(Lead)).Occurrences);
    }

    [Theory]
    [InlineData(false, "The series has ended.")]
    [InlineData(true, "The meeting no longer takes place.")]
    public async Task A_series_that_ends_is_cancelled_once(bool gone, string why)
    {
        await Scene.NewMailsAsync();
        Scene.Pass(TimeSpan.FromDays(30));
        if (gone)
        {
            Scene.Portal.Content = Scene.Portal.Content with { Meetings = [.. Scene.Portal.Content.Meetings.Where(meeting => meeting.Name != "coordination")] };
            await Scene.Portal.TickAsync();
        }
        else
        {
            await Scene.EditAsync(meeting => meeting with { Until = new(2026, 11, 11) });
        }

        var mails = await Scene.NewMailsAsync();
        Assert.Equal([$"CANCEL 1 to {Lead}", $"CANCEL 1 to {Third}", $"CANCEL 1 to {Second}"], mails.Select(mail => mail.Said));
        Assert.Contains(why, mails[1].Plain, StringComparison.Ordinal);
        Assert.Equal(0, await Scene.Portal.TickAsync());
    }

    [Fact]
    public async Task A_series_whose_announced_last_day_passes_is_cancelled_by_the_clock()
    {
        await Scene.NewMailsAsync();
        await Scene.EditAsync(meeting => meeting with { Until = new(2026, 11, 11) });
        Assert.All(await Scene.NewMailsAsync(), mail => Assert.Equal(("REQUEST", 2), (mail.Calendar.Method, mail.Calendar.Occurrences.Count)));

        Scene.Pass(TimeSpan.FromDays(30));
        await Scene.Portal.TickAsync();

        Assert.Equal(3, (await Scene.NewMailsAsync()).Count(mail => mail.Calendar.Method == "CANCEL"));
    }
}
