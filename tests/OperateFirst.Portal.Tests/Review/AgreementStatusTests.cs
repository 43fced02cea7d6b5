using System.Net;
using System.Text.RegularExpressions;
using OperateFirst.Portal.Agreements;

namespace OperateFirst.Portal.Tests.Review;

public sealed partial class AgreementStatusTests : IAsyncDisposable
{
    private const string List = "/operations/agreements";
    private readonly StatusScene scene = new();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    private async Task<string[]> SlugsAsync(string query) => Slugs(await scene.PageAsync(List + query));

    private static string[] Slugs(string page) => [.. RecordLink().Matches(page).Select(match => match.Groups["slug"].Value)];

    /// <summary>One project for each way to stand, in the order of the alphabet.</summary>
    private async Task StandInAllWaysAsync()
    {
        foreach (var slug in new[] { "apex", "bird", "crow", "duck", "eagle" })
        {
            await scene.RegisterAsync(slug);
        }

        await scene.AcceptAsync("bird");
        await scene.AcceptAsync("crow", AgreementNames.Commitment);
        await scene.AcceptAsync("duck");
        await scene.WithdrawAsync("duck", AgreementNames.Telemetry);
        await scene.PublishAsync(AgreementNames.Commitment, days: 12);
        await scene.AcceptAsync("bird", AgreementNames.Commitment);
        scene.Portal.Clock.Advance(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_row_says_where_a_project_stands_with_both_agreements()
    {
        await StandInAllWaysAsync();

        var page = await scene.PageAsync(List);

        Assert.Equal(["apex", "bird", "crow", "duck", "eagle"], Slugs(page));
        Assert.Contains("Accepted v2", page, StringComparison.Ordinal);
        Assert.Contains("Outdated v1", page, StringComparison.Ordinal);
        Assert.Contains("12 days left", page, StringComparison.Ordinal);
        Assert.Contains("Never accepted", page, StringComparison.Ordinal);
        Assert.Contains(", was v1", page, StringComparison.Ordinal);
        Assert.Contains("2. Understand the environment", page, StringComparison.Ordinal);
        Assert.Contains("commitment v2", Spaces().Replace(page, " "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_version_is_overdue_once_its_grace_period_is_over()
    {
        await StandInAllWaysAsync();
        scene.Portal.Clock.Advance(TimeSpan.FromDays(13));
        await scene.Portal.TickAsync();

        Assert.Equal(["crow", "duck"], await SlugsAsync("?state=overdue"));
        Assert.Contains("Overdue v1", await scene.PageAsync(List), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?state=accepted", "bird")]
    [InlineData("?state=accepted&agreement=both", "bird")]
    [InlineData("?state=outdated", "crow duck")]
    [InlineData("?state=outdated&agreement=telemetry", "")]
    [InlineData("?state=missing", "apex crow eagle")]
    [InlineData("?state=missing&agreement=both", "apex eagle")]
    [InlineData("?state=missing&agreement=commitment", "apex eagle")]
    [InlineData("?state=missing-or-overdue", "apex crow eagle")]
    [InlineData("?state=missing-or-overdue&agreement=telemetry&step=2", "apex crow eagle")]
    [InlineData("?state=missing&step=3", "")]
    [InlineData("?state=withdrawn", "duck")]
    [InlineData("?step=2", "apex bird crow duck eagle")]
    [InlineData("?step=done", "")]
    [InlineData("?projects=closed", "")]
    [InlineData("?state=nonsense&step=99&agreement=0&projects=2", "apex bird crow duck eagle")]
    public async Task A_filter_leaves_the_projects_that_fit(string query, string slugs)
    {
        await StandInAllWaysAsync();

        Assert.Equal(slugs.Split(' ', StringSplitOptions.RemoveEmptyEntries), await SlugsAsync(query));
    }

    [Fact]
    public async Task Closed_projects_show_where_they_are_asked_for()
    {
        await scene.RegisterAsync("apex");
        await scene.RegisterAsync("bird");
        await scene.CloseAsync("bird");

        Assert.Equal(["apex"], await SlugsAsync(""));
        Assert.Equal(["bird"], await SlugsAsync("?projects=closed"));
    }

    [Theory]
    [InlineData("SIG", "sigstore-aas")]
    [InlineData("grand p", "apex")]
    [InlineData("ÉTOILE", "star")]
    [InlineData("%", "")]
    [InlineData("a_ex", "")]
    [InlineData("store", "")]
    [InlineData("a", "apex armada")]
    public async Task A_project_is_found_by_the_beginning_of_its_short_name_or_its_name(string beginning, string slugs)
    {
        await scene.RegisterAsync("sigstore-aas", "Security");
        await scene.RegisterAsync("apex", "Grand Prix");
        await scene.RegisterAsync("armada", "Armada");
        await scene.RegisterAsync("star", "Étoile du nord");

        Assert.Equal(slugs.Split(' ', StringSplitOptions.RemoveEmptyEntries), await SlugsAsync("?q=" + Uri.EscapeDataString(beginning)));
    }

    [Fact]
    public async Task Pages_follow_one_another_with_the_filter_and_show_each_project_once()
    {
        await scene.RegisterAsync("apex");
        await scene.RegisterAsync("bird");
        await scene.AcceptAsync("bird");
        await scene.MultiplyAsync("apex", 60);
        var (seen, address) = (new List<string>(), List + "?state=missing&step=2&q=apex");
        while (address.Length > 0)
        {
            var page = await scene.PageAsync(address);
            Assert.True(Slugs(page).Length <= 25);
            seen.AddRange(Slugs(page));
            address = NextLink().Match(page).Groups["href"].Value;
        }

        Assert.Equal(61, seen.Count);
        Assert.Equal(seen.Distinct().Order(StringComparer.Ordinal), seen);
        Assert.DoesNotContain("bird", seen);
    }

    [Fact]
    public async Task The_tiles_count_what_was_committed_just_now()
    {
        Assert.Equal("0", Tile(await scene.PageAsync(List), "Projects"));
        await scene.RegisterAsync("apex");
        Assert.Equal("1", Tile(await scene.PageAsync(List), "Missing or overdue"));

        await scene.AcceptAsync("apex");

        var page = await scene.PageAsync(List);
        Assert.Equal(("1", "1", "0"), (Tile(page, "Projects"), Tile(page, "All accepted"), Tile(page, "Missing or overdue")));
        Assert.Contains("Counted at 09:12:00 UTC", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tile_counts_the_projects_that_its_link_lists_and_says_when_the_first_grace_period_ends()
    {
        await StandInAllWaysAsync();
        await scene.MultiplyAsync("duck", 3);
        scene.Portal.Clock.Advance(TimeSpan.FromSeconds(16));

        var page = await scene.PageAsync(List);

        Assert.Contains("first one ends in 12 days", page, StringComparison.Ordinal);
        Assert.Equal(5, TileLink().Count(page));
        foreach (Match tile in TileLink().Matches(page))
        {
            Assert.Equal(int.Parse(tile.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture), (await SlugsAsync(tile.Groups["query"].Value)).Length);
        }
    }

    [Fact]
    public async Task What_another_process_changed_is_counted_after_15_seconds()
    {
        await scene.RegisterAsync("apex");
        Assert.Equal("1", Tile(await scene.PageAsync(List), "Projects"));
        await scene.MultiplyAsync("apex", 2);

        scene.Portal.Clock.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal("1", Tile(await scene.PageAsync(List), "Projects"));
        scene.Portal.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("3", Tile(await scene.PageAsync(List), "Projects"));
    }

    [Fact]
    public async Task With_no_project_the_list_says_what_will_come() =>
        Assert.Contains("Once a lead registers a project", await scene.PageAsync(List), StringComparison.Ordinal);

    [Theory]
    [InlineData("cooktheryan")]
    [InlineData("bburns")]
    public async Task The_status_of_projects_is_for_operators_alone(string persona)
    {
        await scene.RegisterAsync("apex");
        await scene.AcceptAsync("apex");
        var visitor = await scene.Portal.SignInAsync(persona);
        foreach (var page in new[] { List, $"{List}.csv", $"{List}.json", $"{List}/apex", $"{List}/apex/receipt/telemetry/1", "/operations/projects" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(page)).StatusCode);
        }
    }

    private static string Tile(string page, string title) =>
        Regex.Match(page, $">{title}</a></dt>\\s*<dd class=\"of-num\">(?<count>[\\d,]+)</dd>").Groups["count"].Value;

    [GeneratedRegex("href=\"/operations/agreements/(?<slug>[a-z0-9-]+)\"")]
    private static partial Regex RecordLink();

    [GeneratedRegex("href=\"(?<href>[^\"]+)\"><span class=\"pf-v6-c-button__text\">Next<")]
    private static partial Regex NextLink();

    [GeneratedRegex("href=\"/operations/agreements(?<query>[^\"]*)\">[^<]+</a></dt>\\s*<dd class=\"of-num\">(?<count>\\d+)</dd>")]
    private static partial Regex TileLink();

    [GeneratedRegex("\\s+|<[^>]*>")]
    private static partial Regex Spaces();
}
