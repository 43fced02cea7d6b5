namespace OperateFirst.Portal.Review;

/// <summary>The eight steps in short words, for lists of many projects.</summary>
public static class StepNames
{
    private static readonly string[] Titles =
    [
        "Register the project", "Understand the environment", "Telemetry agreement", "Commitment agreement",
        "Join the conversation", "Coordination meeting", "Sprint planning", "Cluster access",
    ];

    /// <summary>The title begins with the number.</summary>
    public static readonly IReadOnlyList<(int Number, string Title)> All = [.. Titles.Select((title, index) => (index + 1, $"{index + 1}. {title}"))];

    /// <param name="standsAt">Number of the first step that is not done; 0 where all are done.</param>
    public static string Of(int standsAt) => standsAt == 0 ? "All steps done" : All[standsAt - 1].Title;
}
