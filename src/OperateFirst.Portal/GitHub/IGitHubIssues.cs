namespace OperateFirst.Portal.GitHub;

/// <summary>The repository's issues, on GitHub or in the delivery folder. Nothing here repeats itself: a caller that cannot know how a try ended looks first.</summary>
public interface IGitHubIssues
{
    /// <summary>An issue the portal itself opened, of any state, whose body has the marker.</summary>
    /// <param name="sinceUtc">Before this it cannot have been opened.</param>
    Task<TrackedIssue?> FindAsync(string marker, DateTime sinceUtc, CancellationToken cancel);

    Task<TrackedIssue> CreateAsync(string title, string body, CancellationToken cancel);

    Task<IssueLook> LookAsync(int number, CancellationToken cancel);

    /// <param name="close">True closes the issue; false leaves its state as it is.</param>
    Task UpdateAsync(int number, string body, bool close, CancellationToken cancel);

    /// <summary>A comment the portal itself wrote that has the marker.</summary>
    /// <param name="sinceUtc">Before this it cannot have been written.</param>
    Task<IssueRemark?> FindCommentAsync(int number, string marker, DateTime sinceUtc, CancellationToken cancel);

    Task<IssueRemark> CommentAsync(int number, string body, CancellationToken cancel);
}

/// <summary>What became of an issue.</summary>
public abstract record IssueLook
{
    private IssueLook()
    {
    }

    public sealed record Found(TrackedIssue Issue) : IssueLook;

    public sealed record Deleted : IssueLook;

    /// <summary>Into another repository.</summary>
    public sealed record Moved(string Url) : IssueLook;
}

/// <param name="Url">Where people see it, or empty.</param>
/// <param name="Body">Markdown.</param>
public sealed record TrackedIssue(int Number, string Url, string Body, bool IsOpen);

/// <param name="Url">Where people see it, or empty.</param>
public sealed record IssueRemark(string Url);
