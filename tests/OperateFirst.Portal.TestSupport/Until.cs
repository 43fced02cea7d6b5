namespace OperateFirst.Portal.TestSupport;

/// <summary>Waits for something that another process or a background service does.</summary>
public static class Until
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks until the answer is true.</summary>
    /// <exception cref="TimeoutException">The answer stayed false; the message names <paramref name="what"/>.</exception>
    public static Task TrueAsync(string what, Func<bool> condition, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        TrueAsync(what, () => Task.FromResult(condition()), within, cancellationToken);

    /// <inheritdoc cref="TrueAsync(string, Func{bool}, TimeSpan?, CancellationToken)"/>
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        var patience = within ?? Patience;
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"Waited {patience.TotalSeconds:0.#} s in vain until {what}.");
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
