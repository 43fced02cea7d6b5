namespace OperateFirst.Portal.Review;

/// <summary>A value that is dear to compute: kept for a short time, and computed once for all who ask at the same moment.</summary>
/// <param name="longest">How old it may get.</param>
public sealed class Kept<T>(TimeSpan longest, TimeProvider time, Func<Task<T>> compute)
{
    private readonly Lock turn = new();
    private Task<T>? value;
    private DateTimeOffset since;

    public Task<T> ReadAsync(CancellationToken cancel)
    {
        lock (turn)
        {
            var now = time.GetUtcNow();

            // One that takes very long is waited for, also by who asks later: begun again and again, it would only take longer.
            if (value is null || value.IsFaulted || value.IsCanceled || (value.IsCompleted && (now - since >= longest || now < since)))
            {
                // Not cancelled with the one who asked first: the others wait for it too.
                (value, since) = (Task.Run(compute, CancellationToken.None), now);
            }

            return value.WaitAsync(cancel);
        }
    }

    /// <summary>Who asks from here on gets what is true from here on.</summary>
    public void Drop()
    {
        lock (turn)
        {
            value = null;
        }
    }
}
