namespace OperateFirst.Portal.Outbox;

/// <summary>Looks, on an operator's demand, whether what the settings name would take deliveries. It delivers nothing.</summary>
public interface IDeliveryProbe
{
    /// <summary>What it finds something about, in order.</summary>
    IReadOnlyList<string> Topics { get; }

    /// <summary>Never throws for what is wrong outside: that is a finding.</summary>
    Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel);
}

/// <param name="What">Such as "GitHub token".</param>
/// <param name="Sentence">What is so, or what to do. Without a secret.</param>
public sealed record Finding(FindingLevel Level, string What, string Sentence)
{
    public static Finding Ok(string what, string sentence) => new(FindingLevel.Ok, what, sentence);

    public static Finding Warn(string what, string sentence) => new(FindingLevel.Warn, what, sentence);

    public static Finding Fail(string what, string sentence) => new(FindingLevel.Fail, what, sentence);
}

public enum FindingLevel
{
    Ok,
    Warn,
    Fail,
}
