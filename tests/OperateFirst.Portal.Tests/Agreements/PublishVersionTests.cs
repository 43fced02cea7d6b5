using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Reminders;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Agreements;

public sealed class PublishVersionTests : IAsyncLifetime
{
    private const string Draft = "/operations/texts/commitment/2";
    private readonly TwoVersions versions = new();
    private PortalApp? started;

    private PortalApp Portal => started ?? throw new InvalidOperationException("Not started yet.");

    public async ValueTask InitializeAsync() => started = await versions.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        versions.Dispose();
    }

    private static async Task<string> BodyAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private Task<int> CountAsync(string kind) => Portal.ReadAsync(db => db.OutboxMessages.CountAsync(message => message.Kind == kind));

    private Task<int> VersionsAsync() => Portal.ReadAsync(db => db.AgreementVersions.CountAsync(version => version.Agreement == "commitment"));

    private Task<ProjectProgress> RowAsync(string slug) => Portal.ReadAsync(db => db.ProjectProgress.AsNoTracking().SingleAsync(progress => progress.Slug == slug));

    /// <summary>A round of the clock each day at noon.</summary>
    private async Task PassAsync(int days)
    {
        for (var day = 0; day < days; day++)
        {
            Portal.Clock.Advance(TimeSpan.FromDays(1));
            await Portal.TickAsync();
        }
    }

    [Fact]
    public async Task A_file_with_a_new_number_is_a_draft_that_only_operators_see()
    {
        var operatorAtWork = await Portal.SignInAsync("operator");

        Assert.Contains("Version 2 waits to be published.", (await operatorAtWork.ReadAsync("/operations/texts")).Replace("</strong>", "", StringComparison.Ordinal).Replace("<strong>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(TwoVersions.Added, await operatorAtWork.ReadAsync(Draft), StringComparison.Ordinal);
        Assert.DoesNotContain(TwoVersions.Added, await Portal.Visit().ReadAsync("/agreements/commitment"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await (await Portal.SignInAsync("cooktheryan")).GetAsync(Draft)).StatusCode);
    }

    [Theory]
    [InlineData("Input.Change", "", "Choose whether the change is editorial or material.")]
    [InlineData("Input.GraceDays", "3", "from 7 to 365")]
    [InlineData("Input.WhatChanged", "", "Enter what changed")]
    [InlineData("Input.Read", "false", "Tick the box")]
    [InlineData("Input.Sha256", "another", "A text changed after you opened this page")]
    [InlineData("Input.Current", "7", "A text changed after you opened this page")]
    public async Task A_form_with_a_mistake_publishes_nothing_and_says_what_to_do(string field, string value, string sentence)
    {
        var operatorAtWork = await Portal.SignInAsync("operator");
        (string, string?)[] right = [("Input.Change", "material"), ("Input.GraceDays", "30"), ("Input.WhatChanged", "Something."), ("Input.Read", "true")];

        var page = await BodyAsync(await operatorAtWork.PostAsync(Draft, [.. right.Where(pair => pair.Item1 != field), (field, value)]));

        Assert.Contains(sentence, page, StringComparison.Ordinal);
        Assert.Equal(1, await VersionsAsync());
    }

    [Fact]
    public async Task A_text_that_did_not_change_is_not_published()
    {
        var content = Portal.Content;
        await TwoVersions.PublishAsync(Portal, "commitment", "editorial");
        Portal.Content = content with { Agreements = [.. content.Agreements.Select(text => text with { Version = 3 })] };
        var operatorAtWork = await Portal.SignInAsync("operator");
        var draft = content.Agreements.First(text => text.Name == "commitment");
        var form = await operatorAtWork.HiddenFieldsAsync("/operations/holds");

        Assert.Contains("has the same text as the current version", await operatorAtWork.ReadAsync("/operations/texts"), StringComparison.Ordinal);
        var page = await BodyAsync(await operatorAtWork.SendAsync(
            "/operations/texts/commitment/3", form, ("Input.Change", "editorial"), ("Input.WhatChanged", "Nothing."), ("Input.Read", "true"), ("Input.Sha256", draft.Sha256), ("Input.Current", "2")));

        Assert.Contains("so there is nothing to publish", page, StringComparison.Ordinal);
        Assert.Equal(2, await VersionsAsync());
    }

    [Fact]
    public async Task A_number_is_published_once_also_by_two_operators_with_the_same_page_open()
    {
        var operatorAtWork = await Portal.SignInAsync("operator");
        var form = await operatorAtWork.HiddenFieldsAsync(Draft);
        (string, string?)[] fields = [("Input.Change", "editorial"), ("Input.WhatChanged", "Something."), ("Input.Read", "true")];
        await operatorAtWork.SendAsync(Draft, form, fields);

        var second = await BodyAsync(await operatorAtWork.SendAsync(Draft, form, fields));

        Assert.Contains("was published meanwhile", second, StringComparison.Ordinal);
        Assert.Equal(2, await VersionsAsync());
    }

    [Fact]
    public async Task An_editorial_version_leaves_acceptances_and_is_told_once_to_who_accepted()
    {
        await TwoVersions.PublishAsync(Portal, "commitment", "editorial");
        await PassAsync(3);

        var lead = await Portal.SignInAsync("cooktheryan");
        Assert.Equal(1, await CountAsync(TextAnnouncement.Mail));
        Assert.Equal(AgreementStandings.Accepted, (await RowAsync("outdated")).CommitmentStanding);
        Assert.Contains("your acceptance stands", await lead.ReadAsync("/projects/outdated"), StringComparison.Ordinal);
        Assert.Contains(TwoVersions.Added, await lead.ReadAsync("/projects/outdated/agreements/commitment"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync("/projects/outdated/agreements/commitment/receipt")).StatusCode);
    }

    [Fact]
    public async Task A_material_version_asks_again_reminds_three_times_and_turns_overdue_over_two_years_and_never_more()
    {
        await TwoVersions.PublishAsync(Portal, "commitment", "material", 45);
        await PassAsync(1);
        Assert.Equal(AgreementStandings.Outdated, (await RowAsync("outdated")).CommitmentStanding);
        Assert.Equal(AgreementStandings.Missing, (await RowAsync("late")).CommitmentStanding);

        var sent = new List<int>();
        for (var day = 2; day <= 730; day++)
        {
            var before = await CountAsync(DeadlineReminder.Mail);
            await PassAsync(1);
            if (await CountAsync(DeadlineReminder.Mail) > before)
            {
                sent.Add(45 - day);
            }

            var standing = (await RowAsync("outdated")).CommitmentStanding;
            Assert.Equal(day <= 45 ? AgreementStandings.Outdated : AgreementStandings.Overdue, standing);
            if (day is > 60 and < 700)
            {
                // Nothing is left to happen: weeks pass in one step.
                Portal.Clock.Advance(TimeSpan.FromDays(28));
                day += 28;
            }
        }

        Assert.Equal([30, 7, 1], sent);
        Assert.Equal(1, await CountAsync(TextAnnouncement.Mail));
        Assert.Contains("Overdue", await (await Portal.SignInAsync("cooktheryan")).ReadAsync("/projects/outdated"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_stop_of_sixty_days_one_reminder_is_sent_or_none_once_it_is_overdue()
    {
        await TwoVersions.PublishAsync(Portal, "commitment", "material", 45);
        await TwoVersions.PublishAsync(Portal, "telemetry", "material", 100);
        await PassAsync(1);

        Portal.Clock.Advance(TimeSpan.FromDays(95));
        await Portal.TickAsync();

        Assert.Equal(1, await CountAsync(DeadlineReminder.Mail));
        Assert.Equal((7, "telemetry"), await Portal.ReadAsync(async db => (await db.DeadlineReminders.SingleAsync()) is var reminder ? (reminder.DaysBefore, reminder.Agreement) : default));
        Assert.Equal(AgreementStandings.Overdue, (await RowAsync("outdated")).CommitmentStanding);
    }

    [Fact]
    public async Task A_lead_who_accepts_the_newer_text_is_done_and_no_longer_reminded_and_the_old_acceptance_stays()
    {
        await TwoVersions.PublishAsync(Portal, "commitment", "material", 45);
        await PassAsync(20);
        var lead = await Portal.SignInAsync("cooktheryan");
        Assert.Contains("What changed since version 1, which you accepted", await lead.ReadAsync("/projects/outdated/agreements/commitment"), StringComparison.Ordinal);

        await lead.PostAsync("/projects/outdated/agreements/commitment", ("Input.Agreed", "true"));
        await PassAsync(40);

        Assert.Equal((AgreementStandings.Accepted, 2), ((await RowAsync("outdated")).CommitmentStanding, (await RowAsync("outdated")).CommitmentProgress.Number));
        Assert.Equal(1, await CountAsync(DeadlineReminder.Mail));
        Assert.Equal([1, 2], await Portal.ReadAsync(db => db.Acceptances.Where(acceptance => acceptance.Agreement == "commitment").OrderBy(acceptance => acceptance.Number).Select(acceptance => acceptance.Number).ToListAsync()));
        lead = await Portal.SignInAsync("cooktheryan");
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync("/projects/outdated/agreements/commitment/receipt?version=1")).StatusCode);
    }

    [Fact]
    public async Task The_notice_is_written_for_the_leads_and_not_sent_where_they_have_accepted_meanwhile()
    {
        await TwoVersions.PublishAsync(Portal, "commitment", "material", 45);
        await TwoVersions.PublishAsync(Portal, "telemetry", "material", 45);
        await Portal.TickAsync();
        await (await Portal.SignInAsync("cooktheryan")).PostAsync("/projects/outdated/agreements/telemetry", ("Input.Agreed", "true"));

        await Portal.DeliverAsync();

        var results = await Portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Kind == TextAnnouncement.Mail).OrderBy(message => message.Id).Select(message => message.Result).ToListAsync());
        Assert.Equal(["Written to the delivery folder", "Not sent: the project has decided meanwhile"], results);
        var mail = MimeKit.MimeMessage.Load(Directory.GetFiles(Portal.DeliveryFolder, "*agreement-version*").Single());
        Assert.Equal("lead@example.org", mail.To.Mailboxes.Single().Address);
        Assert.Contains("Updates are tested together.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Friday 4 December 2026", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_editorial_version_after_a_material_one_does_not_tell_a_late_lead_that_all_is_well()
    {
        await TwoVersions.PublishAsync(Portal, "commitment", "material", 45);
        await PassAsync(1);
        var content = Portal.Content;
        Portal.Content = content with { Agreements = [.. content.Agreements.Select(text => text with { Version = 3, Text = text.Text + "\nMore.\n", Sha256 = OperateFirst.Portal.Content.TextHash.Of(text.Text + "\nMore.\n") })] };
        await TwoVersions.PublishAsync(Portal, "commitment", "editorial", number: 3);
        await PassAsync(1);
        await Portal.DeliverAsync();

        var mail = Directory.GetFiles(Portal.DeliveryFolder, "*agreement-version*").Select(file => MimeKit.MimeMessage.Load(file)).Single(sent => (sent.Subject ?? "").Contains("version 3", StringComparison.Ordinal));
        Assert.Contains("Friday 4 December 2026", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing you have to do", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_is_gone_from_the_files_is_a_404_and_no_error()
    {
        var operatorAtWork = await Portal.SignInAsync("operator");
        var form = await operatorAtWork.HiddenFieldsAsync(Draft);
        Portal.Content = Content.ContentFolder.Shipped;

        Assert.Equal(HttpStatusCode.NotFound, (await operatorAtWork.SendAsync(Draft, form, ("Input.Change", "editorial"))).StatusCode);
    }

    [Fact]
    public async Task Anybody_reads_both_versions_and_what_changed()
    {
        await TwoVersions.PublishAsync(Portal, "commitment", "editorial");
        var page = await Portal.Visit().ReadAsync("/agreements/commitment/v/2");

        Assert.Contains("What changed since version 1", page, StringComparison.Ordinal);
        Assert.Contains("Updates are tested together.", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Portal.Visit().GetAsync("/agreements/commitment/v/1")).StatusCode);
    }
}
