using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>How a page says where a project's public issue stands.</summary>
/// <param name="Label">A state of <c>of-label</c>.</param>
/// <param name="Text">"Issue #12 is open".</param>
/// <param name="What">"closed it", where somebody changed it by hand; else empty.</param>
public sealed record IssueWords(string Label, string Text, string What)
{
    private const string ClosedIt = "closed it";
    private const string ReopenedIt = "reopened it";

    public static IssueWords Of(TrackingIssue? issue, bool projectIsClosed) => issue switch
    {
        null => new("draft", "Not opened yet", ""),
        { Number: null } => new("queued", "Being opened", ""),
        { State: IssueState.Deleted } => new("cancelled", $"Issue #{issue.Number} was deleted", "deleted it"),
        { State: IssueState.Transferred } => new("cancelled", $"Issue #{issue.Number} was moved", "moved it into another repository"),
        { IsChangedByHand: true, State: IssueState.Closed } => new("closed", $"Issue #{issue.Number} is closed", ClosedIt),
        { IsChangedByHand: true } => new("on", $"Issue #{issue.Number} is open", ReopenedIt),
        { State: IssueState.Closed } => new("closed", $"Issue #{issue.Number} is closed", ""),
        _ when projectIsClosed => new("closed", $"Issue #{issue.Number} is closed", ""),
        _ => new("on", $"Issue #{issue.Number} is open", ""),
    };

    /// <summary>What the portal does about it, for the project's people and for operators.</summary>
    public string Follows => What switch
    {
        ClosedIt => "The portal does not reopen it, and still keeps its check list in step.",
        ReopenedIt => "The portal leaves it open.",
        "" => "",
        _ => "The portal opens no other one; everything else goes on as before.",
    };
}
