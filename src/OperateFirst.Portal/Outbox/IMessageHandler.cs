namespace OperateFirst.Portal.Outbox;

/// <summary>Keeps one kind of promise. Runs outside any transaction; may be run again for the same message.</summary>
public interface IMessageHandler
{
    /// <summary>The message kind it handles.</summary>
    string Kind { get; }

    /// <summary>Does what was promised. An exception counts as a try that failed and is repeated later.</summary>
    Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel);
}

/// <summary>How a try ended.</summary>
public abstract record Delivery
{
    private Delivery()
    {
    }

    /// <param name="Result">For people: "Issue #12 opened".</param>
    /// <param name="Url">Where to see it, or empty.</param>
    public sealed record Done(string Result, string Url = "") : Delivery;

    /// <summary>Not this time.</summary>
    /// <param name="NotBefore">UTC; null leaves it to the retry schedule.</param>
    public sealed record Again(string Error, DateTime? NotBefore = null) : Delivery
    {
        /// <summary>The other side cannot be reached at all: its other messages wait too, instead of failing one by one.</summary>
        public bool IsAway { get; init; }
    }

    /// <summary>The other side, or its pace, asks all to wait. Nothing was sent, so it is no try.</summary>
    /// <param name="Until">UTC.</param>
    public sealed record NotYet(string Reason, DateTime Until) : Delivery;

    /// <summary>Repeating cannot help; somebody has to look.</summary>
    public sealed record Refused(string Error) : Delivery
    {
        /// <summary>Every other message would be refused as well: they wait, instead of being parked one by one.</summary>
        public bool IsForAll { get; init; }
    }
}
