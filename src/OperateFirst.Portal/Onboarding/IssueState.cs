namespace OperateFirst.Portal.Onboarding;

/// <summary>What GitHub says of a tracking issue.</summary>
public enum IssueState
{
    Open,
    Closed,

    /// <summary>It is not found. Its number is never given again, but a GitHub in trouble may only have hidden it.</summary>
    Deleted,

    /// <summary>Moved into another repository, where the portal does not follow.</summary>
    Transferred,
}

/// <summary>The names stored for the states: renaming a member must not break a row.</summary>
internal static class IssueStates
{
    public static string Written(IssueState state) => state switch
    {
        IssueState.Open => "open",
        IssueState.Closed => "closed",
        IssueState.Deleted => "deleted",
        IssueState.Transferred => "transferred",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    // Empty in rows of issues that were opened before states were kept.
    public static IssueState Read(string written) => written switch
    {
        "open" or "" => IssueState.Open,
        "closed" => IssueState.Closed,
        "deleted" => IssueState.Deleted,
        "transferred" => IssueState.Transferred,
        _ => throw new InvalidOperationException($"A tracking issue has the unknown state “{written}”."),
    };
}
