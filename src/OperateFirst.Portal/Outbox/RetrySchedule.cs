namespace OperateFirst.Portal.Outbox;

/// <summary>When to try again: 10 s doubled with each try up to 4 h, with a fifth of jitter, for about two days.</summary>
public static class RetrySchedule
{
    public const int MaxAttempts = 20;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    /// <param name="attempts">Tries that have failed, from 1.</param>
    /// <param name="jitter">0 up to 1, drawn anew for each try so that many failures do not come back at one moment.</param>
    public static TimeSpan DelayAfter(int attempts, double jitter)
    {
        var doubled = First * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        var delay = doubled < Longest ? doubled : Longest;
        return delay * (1 + (jitter * 0.2));
    }
}
