using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Review;

public sealed partial class InvitationQueueTests : IAsyncDisposable
{
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private static string[] Slugs(string page) => [.. Heading().Matches(page).Select(match => match.Groups[1].Value)];

    private static async Task<string[]> ShownAsync(Visitor coordinator, string query) => Slugs(await coordinator.ReadAsync($"/review{query}"));

    private async Task<Visitor> LeadWithAsync(params string[] slugs)
    {
        var lead = await portal.SignInAsync("cooktheryan");
        foreach (var slug in slugs)
        {
            await lead.RegisterAsync(slug);
            await lead.AskAsync(slug);
            portal.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        return lead;
    }

    [Fact]
    public async Task What_waits_longest_is_first_and_of_what_was_decided_the_newest()
    {
        await LeadWithAsync("one", "two", "three");
        var bill = await portal.SignInAsync("bburns");
        Assert.Equal(["one", "two", "three"], await ShownAsync(bill, ""));

        foreach (var slug in new[] { "two", "one" })
        {
            await bill.PostAsync(await portal.RequestPageAsync(slug), ("Input.Decision", "decline"), ("Input.Reason", "Not now."));
            portal.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["three"], await ShownAsync(bill, ""));
        Assert.Equal(["one", "two"], await ShownAsync(bill, "?state=declined"));
        Assert.Equal(["one", "two", "three"], await ShownAsync(bill, "?state=all"));
    }

    [Fact]
    public async Task Every_request_is_shown_once_over_all_pages_though_others_come_and_go_meanwhile()
    {
        var slugs = Enumerable.Range(1, 60).Select(i => $"project-{i:00}").ToArray();
        var lead = await LeadWithAsync(slugs);
        var bill = await portal.SignInAsync("bburns");
        var seen = new List<string>();
        var address = "/review?state=waiting";
        for (var pages = 0; pages < 3; pages++)
        {
            var page = await bill.ReadAsync(address);
            seen.AddRange(Slugs(page));
            address = NextPage().Match(page) is { Success: true } next ? next.Groups[1].Value : "";

            // Between two pages one more asks, and one that was shown already withdraws.
            await lead.RegisterAsync($"later-{pages}");
            await lead.AskAsync($"later-{pages}");
            await lead.PostAsync($"/projects/{seen[pages]}/invitations/coordination?handler=Withdraw");
        }

        Assert.Equal(slugs, seen.Take(60));
        Assert.Equal(["later-0", "later-1"], seen.Skip(60));
        Assert.Equal("", address);
    }

    [Fact]
    public async Task Requests_of_one_moment_are_all_shown_once()
    {
        var slugs = Enumerable.Range(1, 30).Select(i => $"project-{i:00}").ToArray();
        await LeadWithAsync(slugs);
        var at = portal.Clock.GetUtcNow().UtcDateTime;
        await portal.ReadAsync(db => db.Database.ExecuteSqlAsync($"""UPDATE "InvitationRequests" SET "SinceUtc" = {at}"""));
        var bill = await portal.SignInAsync("bburns");

        var first = await bill.ReadAsync("/review");
        var second = await bill.ReadAsync(NextPage().Match(first).Groups[1].Value);

        Assert.Equal(slugs, Slugs(first).Concat(Slugs(second)).Order());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%00")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("________________________________")]
    [InlineData("%F0%9F%9A%80' OR 1=1 --")]
    public async Task A_wrong_place_is_no_error(string after)
    {
        await LeadWithAsync("one");
        var bill = await portal.SignInAsync("bburns");

        Assert.Equal(HttpStatusCode.OK, (await bill.GetAsync($"/review?after={after}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bill.GetAsync($"/review?state={after}&kind={after}")).StatusCode);
    }

    [Theory]
    [InlineData("sig", "sigstore")]
    [InlineData("SIG", "sigstore")]
    [InlineData("store", "")]
    [InlineData("100%", "percent")]
    [InlineData("%", "")]
    [InlineData("_", "")]
    [InlineData("\"quoted\"", "quoted")]
    [InlineData("'", "")]
    [InlineData("🚀", "rocket")]
    [InlineData("פרויקט", "hebrew")]
    [InlineData("=1+1", "formula")]
    [InlineData("ÄPFEL", "umlaut")]
    public async Task A_project_is_found_by_the_beginning_of_its_name_or_short_name_and_nothing_is_a_wildcard(string typed, string expected)
    {
        var lead = await portal.SignInAsync("cooktheryan");
        foreach (var (slug, name) in new[]
        {
            ("sigstore", "Signing"), ("percent", "100% open"), ("quoted", "\"Quoted\" name"), ("rocket", "🚀 Rocket"), ("hebrew", "פרויקט פתוח"), ("formula", "=1+1"),
            ("umlaut", "Äpfel"),
        })
        {
            await lead.RegisterAsync(slug, name);
            await lead.AskAsync(slug);
        }

        var bill = await portal.SignInAsync("bburns");
        Assert.Equal(expected.Length == 0 ? [] : [expected], await ShownAsync(bill, $"?project={Uri.EscapeDataString(typed)}"));
        Assert.Equal(expected.Length == 0 ? [] : [expected], await ShownAsync(bill, $"?state=all&kind=coordination&project={Uri.EscapeDataString(typed)}"));
        Assert.Empty(await ShownAsync(bill, $"?state=approved&project={Uri.EscapeDataString(typed)}"));
    }

    [Fact]
    public async Task The_kind_narrows_the_list_and_the_pages_keep_the_filter()
    {
        var lead = await portal.SignInAsync("cooktheryan");
        for (var i = 0; i < 26; i++)
        {
            await lead.RegisterAsync($"a-{i:00}");
            await lead.AskAsync($"a-{i:00}", "chat-room");
        }

        await lead.AcceptAsync("a-00");
        await lead.AskAsync("a-00", "sprint-planning");
        var lars = await portal.SignInAsync("larsks");

        Assert.Equal(["a-00"], await ShownAsync(lars, "?kind=sprint-planning"));
        var first = await lars.ReadAsync("/review?kind=chat-room&project=a-");
        Assert.Equal(25, Slugs(first).Length);
        var next = NextPage().Match(first).Groups[1].Value;
        Assert.Contains("kind=chat-room&project=a-", next, StringComparison.Ordinal);
        Assert.Single(Slugs(await lars.ReadAsync(next)));
        Assert.Contains("Sprint planning meeting. The oldest request is first.", await lars.ReadAsync("/review?kind=sprint-planning"), StringComparison.Ordinal);
        Assert.Contains("Next meeting:", await lars.ReadAsync("/review?kind=sprint-planning"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_card_says_how_far_the_project_is_and_who_has_the_ball()
    {
        var lead = await LeadWithAsync("one");
        await lead.AcceptAsync("one");
        await lead.AskAsync("one", "sprint-planning");
        await lead.AskAsync("one", "chat-room");
        await portal.HoldAsync("chat-room", portal.Clock.GetUtcNow().UtcDateTime, null);
        await Scene.WithdrawCommitmentAsync(lead, "one");
        portal.Clock.Advance(TimeSpan.FromHours(1));
        var lars = await portal.SignInAsync("larsks");

        var paused = await lars.ReadAsync("/review?kind=chat-room");
        var blocked = await lars.ReadAsync("/review?kind=sprint-planning");

        Assert.Contains("The operators paused it: Capacity freeze.", paused, StringComparison.Ordinal);
        Assert.Contains("1 of 8 steps done", paused, StringComparison.Ordinal);
        Assert.Contains("Telemetry: missing", paused, StringComparison.Ordinal);
        Assert.Contains("Commitment: withdrawn", blocked, StringComparison.Ordinal);
        Assert.Contains("The project: the commitment agreement is missing.", blocked, StringComparison.Ordinal);
        Assert.DoesNotContain("Decide on the request", blocked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_request_that_is_answered_has_a_field_for_words_and_the_filter_stays()
    {
        await LeadWithAsync("one", "two");
        var bill = await portal.SignInAsync("bburns");
        var request = (await portal.RequestPageAsync("two")).Split('/')[^1];
        const string Filtered = "/review?state=waiting&kind=coordination";
        Assert.DoesNotContain("<textarea", await bill.ReadAsync(Filtered), StringComparison.Ordinal);
        Assert.Contains($"href=\"{Filtered}&with=decline&answer={Guid.Parse(request):N}\" aria-label=\"Decline two\"", await bill.ReadAsync(Filtered), StringComparison.Ordinal);

        var page = await bill.ReadAsync($"{Filtered}&with=decline&answer={request}");
        Assert.Contains("Reason for declining", page, StringComparison.Ordinal);
        Assert.Contains("name=\"Input.Refusal\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("What should they change?", page, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(page, "<textarea"));
        Assert.Equal(["one", "two"], Slugs(page));
        Assert.Contains("What should they change?", await bill.ReadAsync($"{Filtered}&with=change&answer={request}"), StringComparison.Ordinal);
        foreach (var unknown in new[] { $"&with=approve&answer={request}", $"&with=change&answer={Guid.NewGuid()}", "&with=change&answer=nonsense", $"&answer={request}" })
        {
            Assert.DoesNotContain("<textarea", await bill.ReadAsync(Filtered + unknown), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_closed_projects_request_leaves_the_queue_and_the_badge_and_stays_among_all()
    {
        var lead = await LeadWithAsync("one", "two");
        var bill = await portal.SignInAsync("bburns");
        Assert.Contains("2<span class=\"pf-v6-screen-reader\"> waiting</span>", await bill.ReadAsync("/guide"), StringComparison.Ordinal);

        await lead.PostAsync("/projects/one/close", ("Input.Reason", "We moved on."));

        Assert.Equal(["two"], await ShownAsync(bill, ""));
        Assert.Contains("1<span class=\"pf-v6-screen-reader\"> waiting</span>", await bill.ReadAsync("/guide"), StringComparison.Ordinal);
        Assert.Equal(["two", "one"], await ShownAsync(bill, "?state=all"));
        Assert.DoesNotContain("pf-v6-screen-reader\"> waiting", await lead.ReadAsync("/guide"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Nothing waits for you")]
    [InlineData("?project=zz", "Nothing waits that fits")]
    [InlineData("?state=approved", "Nothing is approved")]
    [InlineData("?state=sent-back", "Nothing is sent back")]
    [InlineData("?state=all", "No request fits")]
    public async Task An_empty_list_says_what_that_means(string query, string words)
    {
        var bill = await portal.SignInAsync("bburns");

        Assert.Contains(words, await bill.ReadAsync($"/review{query}"), StringComparison.Ordinal);
    }

    [GeneratedRegex("<h3[^>]*><a[^>]*>([^:<]*): ")]
    private static partial Regex Heading();

    [GeneratedRegex("href=\"(/review\\?[^\"]*after=[^\"]*)\"><span class=\"pf-v6-c-button__text\">Next")]
    private static partial Regex NextPage();
}
