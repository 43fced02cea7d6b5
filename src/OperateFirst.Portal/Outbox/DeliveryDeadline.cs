namespace OperateFirst.Portal.Outbox;

/// <summary>
/// Until when the delivery that runs may still send something. A process that was stopped and goes on later holds a lease
/// that has passed: what it was about to send has been sent by another.
/// </summary>
public static class DeliveryDeadline
{
    private static readonly AsyncLocal<DateTime?> Current = new();

    /// <summary>UTC; for what the caller awaits from now on.</summary>
    internal static void Set(DateTime end) => Current.Value = end;

    /// <exception cref="DeadlinePassedException">It is too late to send.</exception>
    public static void Check(DateTime now)
    {
        if (Current.Value is { } end && now >= end)
        {
            throw new DeadlinePassedException();
        }
    }
}

/// <summary>Nothing was sent.</summary>
public sealed class DeadlinePassedException() : Exception("The portal was held up for too long and left this delivery to the next try.");

/// <summary>The lane's turns are used up, or the other side wants a pause. Nothing was sent.</summary>
public sealed class NotYetException(string reason, DateTime until) : Exception(reason)
{
    /// <summary>UTC.</summary>
    public DateTime Until { get; } = until;
}
