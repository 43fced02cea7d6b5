namespace OperateFirst.Portal.Outbox;

public enum OutboxState
{
    Queued,
    Sent,
    Parked,

    /// <summary>An operator gave it up.</summary>
    Dropped,
}

/// <summary>The names stored for the states: renaming a member must not break a row.</summary>
internal static class OutboxStates
{
    public static string Written(OutboxState state) => state switch
    {
        OutboxState.Queued => "queued",
        OutboxState.Sent => "sent",
        OutboxState.Parked => "parked",
        OutboxState.Dropped => "dropped",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static OutboxState Read(string written) => written switch
    {
        "queued" => OutboxState.Queued,
        "sent" => OutboxState.Sent,
        "parked" => OutboxState.Parked,
        "dropped" => OutboxState.Dropped,
        _ => throw new InvalidOperationException($"A message has the unknown state “{written}”."),
    };
}
