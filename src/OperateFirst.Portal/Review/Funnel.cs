namespace OperateFirst.Portal.Review;

/// <summary>How many open projects stand at each step, and how many days the step took those that have done it.</summary>
public sealed class Funnel(PortalCounts counts)
{
    public async Task<FunnelPicture> ReadAsync(CancellationToken cancel)
    {
        var standing = await counts.ReadAsync(cancel);
        var medians = await counts.MediansAsync(cancel);
        return new FunnelPicture(
            standing, medians.MeasuredAtUtc, [.. StepNames.All.Select(step => new FunnelStep(step.Number, step.Title, standing.OpenAt(step.Number), medians.Days[step.Number - 1]))]);
    }
}

public sealed record FunnelPicture(StatusCounts Counts, DateTime MeasuredAtUtc, IReadOnlyList<FunnelStep> Steps)
{
    /// <summary>What the longest bar stands for.</summary>
    public int Most => Steps.Select(step => step.Projects).Append(Counts.Done).Max();
}

/// <param name="MedianDays">Of all projects that have done the step, closed ones too; null where none has.</param>
public sealed record FunnelStep(int Number, string Title, int Projects, double? MedianDays);

public static class Median
{
    /// <param name="histogram">Each value with how often it occurs, in any order.</param>
    /// <returns>The value in the middle, or the mean of the two in the middle; null where there is none.</returns>
    public static double? Of(IEnumerable<(int Value, int Count)> histogram)
    {
        var bars = histogram.OrderBy(bar => bar.Value).ToList();
        var count = bars.Sum(bar => (long)bar.Count);
        return count == 0 ? null : (At((count - 1) / 2) + At(count / 2)) / 2.0;

        int At(long place)
        {
            foreach (var (value, often) in bars)
            {
                place -= often;
                if (place < 0)
                {
                    return value;
                }
            }

            return bars[^1].Value;
        }
    }
}
