using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Reminders;
using OperateFirst.Portal.Tests.Content;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.Tests.Review;

namespace OperateFirst.Portal.Tests.Reminders;

public sealed class DigestClockTests : IAsyncDisposable
{
    private const string Morning = "13:30Z"; // 9:30 or 8:30 in New York
    private static readonly DateOnly Asked = new(2026, 10, 20);
    private static readonly DateOnly TwoYearsLater = new(2028, 10, 20);
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task<Visitor> LeadWithAsync(params string[] slugs)
    {
        var lead = await portal.SignInAsync("cooktheryan");
        foreach (var slug in slugs)
        {
            await lead.RegisterAsync(slug);
            await lead.AskAsync(slug);
        }

        return lead;
    }

    /// <summary>Lets every day pass, with a tick in the morning of all but those that are left out.</summary>
    private async Task PassAsync(DateOnly until, Func<DateOnly, bool>? isStopped = null)
    {
        var day = DateOnly.FromDateTime(portal.Clock.GetUtcNow().UtcDateTime);
        while (day < until)
        {
            day = day.AddDays(1);
            portal.Clock.SetUtcNow(Scene.Utc($"{day:yyyy-MM-dd}T{Morning}"));
            if (isStopped?.Invoke(day) != true)
            {
                await portal.TickAsync();
            }
        }
    }

    private Task<List<DateOnly>> DaysAsync(string recipient = "bill-burns") => portal.ReadAsync(db =>
        db.ReminderDigests.Where(digest => digest.Recipient == recipient && digest.PromisedAtUtc != null).Select(digest => digest.Day).Order().ToListAsync());

    // Counted day by day, as one would on a calendar.
    private static List<DateOnly> Expected(Func<DateOnly, bool> isPaused)
    {
        var holidays = ContentFolder.Shipped.Holidays.Select(holiday => holiday.Date).ToHashSet();
        var (age, days) = (0, new List<DateOnly>());
        for (var day = Asked.AddDays(1); day <= TwoYearsLater; day = day.AddDays(1))
        {
            var isBusiness = day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);
            if (isBusiness && !isPaused(day))
            {
                age++;
                if (age % 5 == 3)
                {
                    days.Add(day);
                }
            }
        }

        return days;
    }

    [Fact]
    public async Task Over_two_years_a_reminder_leaves_on_the_third_and_every_fifth_business_day_and_none_twice()
    {
        await LeadWithAsync("apex");

        await PassAsync(TwoYearsLater);

        var expected = Expected(_ => false);
        Assert.Equal(expected, await DaysAsync());
        Assert.Equal(expected.Count, await portal.CountAsync(ReminderDigest.Mail));
        Assert.Equal(expected.Count, (await portal.LedgerAsync(InvitationEvents.Reminded)).Count);
    }

    [Fact]
    public async Task Over_two_years_with_a_hold_in_the_middle_its_days_do_not_count()
    {
        await LeadWithAsync("apex");
        await portal.HoldAsync("coordination", Scene.Utc("2027-03-01T15:00Z"), Scene.Utc("2027-03-19T16:00Z"));
        await portal.HoldAsync("chat-room", Scene.Utc("2027-01-01T15:00Z"), Scene.Utc("2027-12-19T16:00Z"));

        await PassAsync(TwoYearsLater);

        Assert.Equal(Expected(day => day > new DateOnly(2027, 3, 1) && day <= new DateOnly(2027, 3, 19)), await DaysAsync());
    }

    [Fact]
    public async Task After_a_stop_of_sixty_days_one_reminder_makes_up_for_all_that_were_missed()
    {
        await LeadWithAsync("apex");
        var (stop, start) = (new DateOnly(2027, 6, 1), new DateOnly(2027, 7, 31));

        await PassAsync(TwoYearsLater, day => day >= stop && day < start);

        // 31 July 2027 is a Saturday: it leaves on Monday. The later ones keep to their days.
        var expected = Expected(_ => false).Where(day => day < stop || day >= start).ToList();
        Assert.Equal([.. expected.Append(new DateOnly(2027, 8, 2)).Distinct().Order()], await DaysAsync());
    }

    [Fact]
    public async Task Nothing_leaves_before_eight_in_New_York_or_on_a_day_without_business()
    {
        await LeadWithAsync("apex");
        foreach (var at in new[] { "2026-10-23T11:59Z", "2026-10-24T15:00Z", "2026-10-25T15:00Z", "2026-10-26T11:59Z" })
        {
            portal.Clock.SetUtcNow(Scene.Utc(at));
            await portal.TickAsync();
            Assert.Equal(0, await portal.CountAsync(ReminderDigest.Mail));
        }

        portal.Clock.SetUtcNow(Scene.Utc("2026-10-26T12:00Z"));
        await portal.TickAsync();
        await portal.TickAsync();

        Assert.Equal(1, await portal.CountAsync(ReminderDigest.Mail));
    }

    [Fact]
    public async Task Many_requests_are_one_mail_a_day_and_from_the_eighth_day_on_one_to_who_stands_in()
    {
        await portal.SignInAsync("larsks");
        await portal.SignInAsync("russellb");
        var bill = await portal.SignInAsync("bburns");
        await bill.AppointAsync("2026-10-20", "2026-12-30");
        await bill.AppointAsync("2026-10-20", "2026-12-30", "russellb");
        var slugs = Enumerable.Range(1, 55).Select(i => $"project-{i:00}").ToArray();
        var lead = await LeadWithAsync(slugs);
        await lead.AskAsync("project-01", "chat-room");

        await PassAsync(new DateOnly(2026, 10, 30));

        // Lars has a request of his own, and stands in: one mail all the same, at his own address.
        Assert.Equal([new DateOnly(2026, 10, 23), new DateOnly(2026, 10, 30)], await DaysAsync());
        Assert.Equal([new DateOnly(2026, 10, 23), new DateOnly(2026, 10, 30)], await DaysAsync("lars-kellogg-stedman"));
        Assert.Equal([new DateOnly(2026, 10, 30)], await DaysAsync("development:russellb"));
        Assert.Equal([55, 55], await portal.ReadAsync(db => db.ReminderDigests.Where(digest => digest.Recipient == "bill-burns").Select(digest => digest.Items.Count).ToListAsync()));
        Assert.Equal([1, 56], await portal.ReadAsync(db => db.ReminderDigests.Where(digest => digest.Recipient == "lars-kellogg-stedman").OrderBy(digest => digest.Day).Select(digest => digest.Items.Count).ToListAsync()));
        lead = await portal.SignInAsync("cooktheryan");
        Assert.Contains(
            "The portal reminded Bill Burns and Lars Kellogg-Stedman and russellb of the request, which has waited 8 business days",
            await lead.ReadAsync("/projects/project-02/history"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_that_is_put_back_or_ahead_reminds_nobody_twice(int hours)
    {
        await LeadWithAsync("apex");
        await PassAsync(new DateOnly(2026, 10, 23));
        Assert.Equal([new DateOnly(2026, 10, 23)], await DaysAsync());
        var right = portal.Clock.GetUtcNow();

        portal.Clock.AdjustTime(right.AddHours(hours));
        await portal.TickAsync();
        portal.Clock.AdjustTime(right);
        await portal.TickAsync();
        await portal.DeliverAsync();

        Assert.Equal([new DateOnly(2026, 10, 23)], await DaysAsync());
        Assert.Single(Directory.GetFiles(portal.DeliveryFolder, "*review-digest*"));
    }

    [Fact]
    public async Task The_mail_tells_of_what_still_waits_when_it_is_sent_and_is_not_sent_where_nothing_does()
    {
        var lead = await LeadWithAsync("apex", "sigstore-aas");
        portal.Clock.SetUtcNow(Scene.Utc($"2026-10-23T{Morning}"));
        await portal.TickAsync();
        lead = await portal.SignInAsync("cooktheryan");
        await lead.PostAsync("/projects/apex/invitations/coordination?handler=Withdraw");
        await portal.DeliverAsync();

        var mail = await File.ReadAllTextAsync(Directory.GetFiles(portal.DeliveryFolder, "*review-digest*").Single());
        Assert.Contains("sigstore-aas: Project Coordination meeting, 3 business days", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("apex", mail, StringComparison.Ordinal);

        portal.Clock.SetUtcNow(Scene.Utc($"2026-10-30T{Morning}"));
        await portal.TickAsync();
        lead = await portal.SignInAsync("cooktheryan");
        await lead.PostAsync("/projects/sigstore-aas/invitations/coordination?handler=Withdraw");
        await portal.DeliverAsync();

        Assert.Single(Directory.GetFiles(portal.DeliveryFolder, "*review-digest*"));
        Assert.StartsWith("Not sent: ", await portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Kind == ReminderDigest.Mail)
            .OrderByDescending(message => message.EnqueuedAtUtc).Select(message => message.Result).FirstAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_clock_runs_while_the_project_lacks_the_commitment()
    {
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.RegisterAsync("apex");
        await lead.AcceptAsync("apex");
        await lead.AskAsync("apex", "sprint-planning");
        await PassAsync(new DateOnly(2026, 10, 22));
        lead = await portal.SignInAsync("cooktheryan");
        await Scene.WithdrawCommitmentAsync(lead, "apex");

        await PassAsync(new DateOnly(2026, 11, 24));
        Assert.Empty(await DaysAsync("lars-kellogg-stedman"));
        lead = await portal.SignInAsync("cooktheryan");
        await Scene.AcceptAgainAsync(lead, "apex");
        var lars = await portal.SignInAsync("larsks");
        Assert.Contains("Waiting 2 business days", await lars.ReadAsync("/review"), StringComparison.Ordinal);
        await PassAsync(new DateOnly(2026, 11, 25));

        Assert.Equal([new DateOnly(2026, 11, 25)], await DaysAsync("lars-kellogg-stedman"));
    }

    [Fact]
    public async Task The_age_that_the_lead_and_the_coordinator_read_leaves_out_the_days_of_a_hold()
    {
        await LeadWithAsync("apex");
        await portal.HoldAsync("coordination", Scene.Utc("2026-10-21T10:00Z"), Scene.Utc("2026-10-22T20:00Z"));
        portal.Clock.SetUtcNow(Scene.Utc($"2026-10-27T{Morning}"));
        var lead = await portal.SignInAsync("cooktheryan");
        var bill = await portal.SignInAsync("bburns");

        Assert.Contains("(3 business days)", await lead.ReadAsync("/projects/apex"), StringComparison.Ordinal);
        Assert.Contains("Waiting 3 business days", await bill.ReadAsync("/review"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_sent_back_and_changed_is_young_again_and_a_decided_one_is_not_reminded_of()
    {
        var lead = await LeadWithAsync("apex", "sigstore-aas");
        var bill = await portal.SignInAsync("bburns");
        await bill.PostAsync(await portal.RequestPageAsync("sigstore-aas"), ("Input.Decision", "approve"));
        await bill.PostAsync(await portal.RequestPageAsync("apex"), ("Input.Decision", "change"), ("Input.Reason", "Who presents?"));
        await PassAsync(new DateOnly(2026, 10, 30));
        Assert.Empty(await DaysAsync());
        lead = await portal.SignInAsync("cooktheryan");
        await lead.PostAsync("/projects/apex/invitations/coordination", ("Input.Note", "I do."));

        await PassAsync(new DateOnly(2026, 11, 6));

        Assert.Equal([new DateOnly(2026, 11, 4)], await DaysAsync());
    }
}
