using Microsoft.Extensions.Time.Testing;
using OperateFirst.Portal.Review;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Review;

/// <summary>Values that are dear to compute.</summary>
public sealed class KeptTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider clock = new();
    private readonly List<TaskCompletionSource<int>> begun = [];
    private readonly Kept<int> kept;

    public KeptTests() => kept = new Kept<int>(Longest, clock, () =>
    {
        var computed = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (begun)
        {
            begun.Add(computed);
        }

        return computed.Task;
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_while_a_value_is_computed_for_very_long_waits_for_that_one()
    {
        var first = kept.ReadAsync(Cancellation);
        await Until.TrueAsync("it has begun", () => begun.Count == 1, cancellationToken: Cancellation);
        clock.Advance(10 * Longest);
        var second = kept.ReadAsync(Cancellation);

        begun[0].SetResult(1);

        Assert.Equal((1, 1, 1), (await first, await second.WaitAsync(TimeSpan.FromSeconds(5), Cancellation), begun.Count));
        var third = kept.ReadAsync(Cancellation);
        await Until.TrueAsync("it has begun again", () => begun.Count == 2, cancellationToken: Cancellation);
        begun[1].SetResult(2);
        Assert.Equal(2, await third);
        Assert.Equal(2, await kept.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task A_value_that_was_dropped_or_has_failed_is_computed_anew()
    {
        var first = kept.ReadAsync(Cancellation);
        kept.Drop();
        var second = kept.ReadAsync(Cancellation);
        await Until.TrueAsync("both have begun", () => begun.Count == 2, cancellationToken: Cancellation);
        begun.ForEach(computed => computed.SetException(new TimeoutException()));
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Assert.ThrowsAsync<TimeoutException>(() => second);

        var third = kept.ReadAsync(Cancellation);
        await Until.TrueAsync("it has begun again", () => begun.Count == 3, cancellationToken: Cancellation);
        begun[2].SetResult(3);
        Assert.Equal(3, await third);
    }
}
