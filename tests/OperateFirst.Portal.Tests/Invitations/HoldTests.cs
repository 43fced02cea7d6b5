using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.Tests.Review;

namespace OperateFirst.Portal.Tests.Invitations;

/// <summary>An operator pauses a kind of request: what the leads, the lists and the public issue say.</summary>
public sealed class HoldTests : IAsyncDisposable
{
    private const string Page = "/operations/holds";
    private const string Home = "/projects/sigstore-aas";
    private const string Sentence = "Capacity freeze until December.";
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private static (string, string?)[] Form(string target = "coordination", string sentence = Sentence, string until = "", string confirmed = "true") =>
        [("Input.Target", target), ("Input.Sentence", sentence), ("Input.Until", until), ("Input.Confirmed", confirmed)];

    private Task<List<Hold>> HoldsAsync() => portal.ReadAsync(db => db.Holds.AsNoTracking().OrderBy(hold => hold.FromUtc).ToListAsync());

    private Task<string> CoordinationAsync() => portal.ReadAsync(db => db.ProjectProgress.Select(progress => progress.Coordination.State).SingleAsync());

    private async Task<(Visitor Operator, Visitor Lead)> OperatorAndLeadAsync()
    {
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.RegisterAsync("sigstore-aas");
        return (await portal.SignInAsync("operator"), lead);
    }

    [Fact]
    public async Task The_lead_reads_the_sentence_at_once_and_cannot_ask_until_the_pause_ends()
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        var form = await lead.HiddenFieldsAsync($"{Home}/invitations/coordination");
        await visitor.PostAsync(Page, Form());

        Assert.Contains(Sentence, await lead.ReadAsync(Home), StringComparison.Ordinal);
        var answer = await (await lead.SendAsync($"{Home}/invitations/coordination", form)).TextAsync();
        Assert.Contains($"are paused: {Sentence}", answer, StringComparison.Ordinal);
        Assert.Equal(0, await portal.ReadAsync(db => db.InvitationRequests.CountAsync()));

        await visitor.PostAsync($"{Page}?handler=End", ("hold", $"{(await HoldsAsync())[0].Id}"));

        Assert.DoesNotContain(Sentence, (await lead.ReadAsync(Home)).Split("History")[0], StringComparison.Ordinal);
        await lead.AskAsync("sigstore-aas");
        Assert.Equal(1, await portal.ReadAsync(db => db.InvitationRequests.CountAsync()));
    }

    [Fact]
    public async Task Lists_and_the_public_issue_follow_with_the_clock()
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        await lead.AcceptAsync("sigstore-aas", "telemetry");
        await lead.AcceptAsync("sigstore-aas");
        await portal.DeliverAsync();
        await visitor.PostAsync(Page, Form());

        await portal.TickAsync();
        await portal.DeliverAsync();
        Assert.Equal("blocked", await CoordinationAsync());
        Assert.Contains("paused since", await File.ReadAllTextAsync(Directory.GetFiles(portal.DeliveryFolder, "issue-*.md").Single()), StringComparison.Ordinal);

        await visitor.PostAsync($"{Page}?handler=End", ("hold", $"{(await HoldsAsync())[0].Id}"));
        await portal.TickAsync();
        Assert.Equal("your-turn", await CoordinationAsync());
    }

    [Fact]
    public async Task A_pause_that_ends_by_itself_is_gone_from_the_page_in_that_moment_however_lately_it_was_read()
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        await visitor.PostAsync(Page, Form(until: "2026-10-22"));
        portal.Clock.Advance(new DateTimeOffset(2026, 10, 23, 3, 59, 50, TimeSpan.Zero) - portal.Clock.GetUtcNow());
        lead = await portal.SignInAsync("cooktheryan");
        Assert.Contains(Sentence, await lead.ReadAsync(Home), StringComparison.Ordinal);

        portal.Clock.Advance(TimeSpan.FromSeconds(15));

        Assert.DoesNotContain(Sentence, await lead.ReadAsync(Home), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_with_a_last_day_lasts_through_that_day_in_New_York_and_ends_by_itself()
    {
        var (visitor, lead) = await OperatorAndLeadAsync();
        await visitor.PostAsync(Page, Form(until: "2026-10-22"));
        await portal.TickAsync();
        Assert.Equal(Scene.Utc("2026-10-23T04:00:00Z"), (await HoldsAsync())[0].UntilUtc);

        portal.Clock.SetUtcNow(new DateTimeOffset(2026, 10, 23, 3, 59, 0, TimeSpan.Zero));
        (lead, visitor) = (await portal.SignInAsync("cooktheryan"), await portal.SignInAsync("operator"));
        Assert.Contains(Sentence, await lead.ReadAsync(Home), StringComparison.Ordinal);
        Assert.Contains("It ends by itself after Thu 22 Oct 2026.", await visitor.ReadAsync(Page), StringComparison.Ordinal);

        portal.Clock.SetUtcNow(new DateTimeOffset(2026, 10, 23, 4, 1, 0, TimeSpan.Zero));
        await portal.TickAsync();
        Assert.DoesNotContain(Sentence, await lead.ReadAsync(Home), StringComparison.Ordinal);
        Assert.Equal("your-turn", await CoordinationAsync());
        Assert.Contains("ended by its date", await visitor.ReadAsync(Page), StringComparison.Ordinal);

        await visitor.PostAsync(Page, Form(sentence: "Once more."));
        Assert.Equal(2, (await HoldsAsync()).Count);
        Assert.Contains("Once more.", await lead.ReadAsync(Home), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_operators_who_pause_the_same_make_one_pause()
    {
        var (visitor, _) = await OperatorAndLeadAsync();
        var form = await visitor.HiddenFieldsAsync(Page);

        var answers = await Task.WhenAll(visitor.SendAsync(Page, form, Form()), visitor.SendAsync(Page, form, Form(sentence: "Another sentence.")));

        Assert.Single(await HoldsAsync());
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Redirect], answers.Select(answer => answer.StatusCode).Order());
        Assert.Contains("This is paused already.", string.Concat(await Task.WhenAll(answers.Select(answer => answer.TextAsync()))), StringComparison.Ordinal);
        Assert.Single(await portal.LedgerAsync(Hold.StartedKind));
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_pause_of_the_same()
    {
        await portal.HoldAsync("coordination", portal.Clock.UtcNow(), null);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => portal.HoldAsync("coordination", portal.Clock.UtcNow(), null));
    }

    [Theory]
    [InlineData("nothing", Sentence, "", "true", "Choose what you pause.")]
    [InlineData("coordination", " ", "", "true", "Enter the sentence that the leads read.")]
    [InlineData("coordination", Sentence, "2026-10-19", "true", "The last day of the pause is past.")]
    [InlineData("coordination", Sentence, "soon", "true", "Enter the last day as year, month and day")]
    [InlineData("coordination", Sentence, "9999-12-31", "true", "Enter the last day as year, month and day")]
    [InlineData("coordination", Sentence, "", "", "Tick the box to confirm the pause")]
    public async Task What_is_missing_is_said_and_nothing_is_paused(string target, string sentence, string until, string confirmed, string words)
    {
        var visitor = await portal.SignInAsync("operator");

        Assert.Contains(words, await (await visitor.PostAsync(Page, Form(target, sentence, until, confirmed))).TextAsync(), StringComparison.Ordinal);
        Assert.Empty(await HoldsAsync());
    }

    [Fact]
    public async Task Ending_a_pause_twice_is_told_and_recorded_once()
    {
        var visitor = await portal.SignInAsync("operator");
        await visitor.PostAsync(Page, Form(Hold.ClusterAccess));
        var form = await visitor.HiddenFieldsAsync(Page);
        await visitor.SendAsync($"{Page}?handler=End", form);

        Assert.Contains("has ended already", await (await visitor.SendAsync($"{Page}?handler=End", form)).TextAsync(), StringComparison.Ordinal);
        Assert.Contains(Sentence, Assert.Single(await portal.LedgerAsync(Hold.EndedKind)), StringComparison.Ordinal);
    }
}
