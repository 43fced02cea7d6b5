using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>What is done about an issue that a delivery or the sweep no longer finds in its place: it is written down, and no other is opened.</summary>
internal sealed class GoneIssues(NoteIssue notes, IOptions<GitHubOptions> options, TimeProvider time)
{
    public static Delivery.Done NothingWritten(TrackingIssue issue) => NothingWritten(issue.Number, issue.State == IssueState.Transferred);

    /// <param name="url">The portal's issue's.</param>
    public static IssueSeen SeenOf(int number, string url, IssueLook look, DateTime now) => look switch
    {
        IssueLook.Moved moved => new IssueSeen(number, IssueState.Transferred, now) { MovedToUrl = moved.Url, Url = url },
        IssueLook.Found { Issue: var issue } => new IssueSeen(number, issue.IsOpen ? IssueState.Open : IssueState.Closed, now) { Body = issue.Body, Url = issue.Url },
        _ => new IssueSeen(number, IssueState.Deleted, now) { Url = url },
    };

    /// <summary>For an issue that is not the one found.</summary>
    public async Task<Delivery> AnswerAsync(TrackingIssue issue, IssueLook look, CancellationToken cancel)
    {
        if (look is IssueLook.Found || !options.Value.HasIssue(issue.Url))
        {
            return Elsewhere(issue, look is IssueLook.Found { Issue: var found } ? found.Url : "");
        }

        await notes.RunAsync(SeenOf(issue.Number ?? 0, issue.Url, look, time.UtcNow()), cancel);
        return NothingWritten(issue.Number, look is IssueLook.Moved);
    }

    /// <summary>An issue of another place than the settings name says nothing of one that happens to have its number.</summary>
    private static Delivery.Refused Elsewhere(TrackingIssue issue, string found) => new(
        $"Issue #{issue.Number}{(found.Length > 0 ? $" ({found})" : "")} is not this project's: the portal opened that {(issue.Url.Length > 0 ? $"as {issue.Url}" : "elsewhere")}. "
        + "Nothing was written. Set Deliveries:Issues and GitHub:Repository back to where it was opened, then send this again.");

    private static Delivery.Done NothingWritten(int? number, bool moved) =>
        new($"Issue #{number} was {(moved ? "moved into another repository" : "deleted on GitHub")}, so nothing was written");
}
