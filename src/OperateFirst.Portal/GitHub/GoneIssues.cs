using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>What is done about an issue that a delivery or the sweep no longer finds in its place: it is written down, and no other is opened.</summary>
internal sealed class GoneIssues(NoteIssue notes, TimeProvider time)
{
    public static Delivery.Done NothingWritten(TrackingIssue issue) => NothingWritten(issue.Number, issue.State == IssueState.Transferred);

    public static IssueSeen SeenOf(int number, IssueLook look, DateTime now) => look switch
    {
        IssueLook.Moved moved => new IssueSeen(number, IssueState.Transferred, now) { MovedToUrl = moved.Url },
        IssueLook.Found { Issue: var issue } => new IssueSeen(number, issue.IsOpen ? IssueState.Open : IssueState.Closed, now) { Body = issue.Body },
        _ => new IssueSeen(number, IssueState.Deleted, now),
    };

    public async Task<Delivery> NoteAsync(TrackingIssue issue, IssueLook look, CancellationToken cancel)
    {
        await notes.RunAsync(SeenOf(issue.Number ?? 0, look, time.UtcNow()), cancel);
        return NothingWritten(issue.Number, look is IssueLook.Moved);
    }

    private static Delivery.Done NothingWritten(int? number, bool moved) =>
        new($"Issue #{number} was {(moved ? "moved into another repository" : "deleted on GitHub")}, so nothing was written");
}
