using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Tests.Review;

public sealed class FunnelTests : IAsyncDisposable
{
    private const string Page = "/operations/projects";
    private readonly StatusScene scene = new();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    public static TheoryData<int[], double?> Values => new()
    {
        { [], null },
        { [7], 7 },
        { [1, 9], 5 },
        { [1, 2], 1.5 },
        { [9, 1, 2], 2 },
        { [0, 0, 0, 100], 0 },
        { [3, 3, 4, 4], 3.5 },
        { [5, 1, 1, 1, 5, 5], 3 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void The_median_is_the_value_in_the_middle_or_the_mean_of_the_two(int[] values, double? median) =>
        Assert.Equal(median, Median.Of(values.GroupBy(value => value).Select(bar => (bar.Key, bar.Count()))));

    [Fact]
    public async Task The_funnel_tells_how_many_stand_at_each_step_and_how_long_those_took_that_did_it()
    {
        await scene.RegisterAsync("apex");
        await scene.MultiplyAsync("apex", 6);
        for (var copy = 1; copy <= 6; copy++)
        {
            // Stand at steps 2, 3, 3, 8; one has done all, one is closed. Step 2 took 1, 2, 3 (and 40) days.
            var (slug, step, days) = ($"apex-000{copy}", new[] { 2, 3, 3, 8, 0, 5 }[copy - 1], new int?[] { null, 1, 2, 3, null, 40 }[copy - 1]);
            await scene.SqlAsync($"""UPDATE "ProjectProgress" SET "StandsAt" = {step}, "Environment_DaysTaken" = {days}, "IsClosed" = {copy == 6} WHERE "Slug" = {slug}""");
        }

        var page = await scene.PageAsync(Page);

        Assert.Equal(["0", "2", "2", "0", "0", "0", "0", "1", "1"], Cells(page, "Projects"));
        Assert.Equal(["same day", "2.5 days", .. Enumerable.Repeat("not yet", 6), "–"], Cells(page, "Median time"));
        Assert.Equal(("6", "1", "1"), (Tile(page, "Open"), Tile(page, "Done"), Tile(page, "Closed")));
        Assert.Contains("<rect width=\"50%\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_is_found_and_leads_on_to_its_page()
    {
        await scene.RegisterAsync("apex");
        await scene.RegisterAsync("bird");

        var page = await scene.PageAsync(Page + "?q=bi");

        Assert.Contains("href=\"/operations/projects/bird\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/operations/projects/apex\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_no_project_there_is_no_funnel()
    {
        var page = await scene.PageAsync(Page);

        Assert.Contains("No project yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Median", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_at_the_same_moment_shares_one_computation_and_a_failed_one_is_not_kept()
    {
        var (clock, computed, begun) = (new FakeTimeProvider(), 0, new TaskCompletionSource());
        var kept = new Kept<int>(TimeSpan.FromSeconds(15), clock, async () =>
        {
            var number = Interlocked.Increment(ref computed);
            await begun.Task;
            return number == 1 ? throw new InvalidOperationException() : number;
        });
        var asked = Enumerable.Range(0, 10).Select(_ => kept.ReadAsync(CancellationToken.None)).ToList();
        begun.SetResult();

        foreach (var answer in asked)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => answer);
        }

        Assert.Equal(2, await kept.ReadAsync(CancellationToken.None));
        Assert.Equal(2, await kept.ReadAsync(CancellationToken.None));
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(3, await kept.ReadAsync(CancellationToken.None));
    }

    private static string[] Cells(string page, string label) =>
        [.. Regex.Matches(page, $"<td[^>]*data-label=\"{label}\">(?:<a[^>]*>)?(?<text>[^<]*)").Select(cell => cell.Groups["text"].Value)];

    private static string Tile(string page, string title) =>
        Regex.Match(page, $">{title}</a></dt><dd class=\"of-num\">(?<count>[\\d,]+)</dd>").Groups["count"].Value;
}
