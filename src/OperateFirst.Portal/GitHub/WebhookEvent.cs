using System.Text.Json;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.GitHub;

/// <summary>The few members of GitHub's events that the portal follows: https://docs.github.com/webhooks/webhook-events-and-payloads.</summary>
internal sealed record WebhookEvent(
    string? Action, EventIssue? Issue, EventComment? Comment, EventChanges? Changes, EventRepository? Repository, EventUser? Sender)
{
    public const string Issues = "issues";
    public const string Comments = "issue_comment";

    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>GitHub's name of the kind of event.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>The portal opened the issues it follows, so what their author does is its own doing.</summary>
    public bool ByPortal => Login(Kind == Comments ? Comment?.User : Sender) is { Length: > 0 } login && login.Equals(Issue?.User?.Login, StringComparison.OrdinalIgnoreCase);

    public bool Counts => Issue is { PullRequest: null } && (Kind, Action) switch
    {
        (Issues, "closed" or "reopened" or "deleted" or "transferred") => true,
        (Issues, "edited") => !ByPortal,
        (Comments, "created" or "edited" or "deleted") => Comment is not null && !ByPortal,
        _ => false,
    };

    /// <returns>Null where the body is no such event.</returns>
    public static WebhookEvent? Read(string kind, ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<WebhookEvent>(body, Form) is { } read ? read with { Kind = kind } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="receivedAtUtc">For what GitHub gives no time of: a deletion.</param>
    public IssueSeen ToIssue(DateTime receivedAtUtc)
    {
        var issue = Issue ?? new EventIssue();
        var (state, at) = Action switch
        {
            "deleted" => (IssueState.Deleted, receivedAtUtc),
            "transferred" => (IssueState.Transferred, receivedAtUtc),
            _ => (issue.State == "closed" ? IssueState.Closed : IssueState.Open, issue.UpdatedAt.UtcDateTime),
        };
        return new IssueSeen(issue.Number, state, at)
        {
            By = Login(Sender),
            ByPortal = ByPortal,
            IsEdit = Action == "edited",
            Body = issue.Body ?? "",
            Url = issue.HtmlUrl,
            MovedToUrl = Changes?.NewIssue?.HtmlUrl ?? "",
        };
    }

    /// <param name="receivedAtUtc">For what GitHub gives no time of: a deletion.</param>
    public CommentSeen ToComment(DateTime receivedAtUtc)
    {
        var comment = Comment ?? new EventComment();
        var deleted = Action == "deleted";
        return new CommentSeen(Issue?.Number ?? 0, comment.Id, Login(comment.User), deleted ? receivedAtUtc : comment.UpdatedAt.UtcDateTime)
        {
            Body = comment.Body ?? "",
            Url = comment.HtmlUrl ?? "",
            WrittenAtUtc = comment.CreatedAt.UtcDateTime,
            IsDeleted = deleted,
            ByPortal = ByPortal,
        };
    }

    private static string Login(EventUser? user) => user?.Login ?? "";
}

internal sealed record EventUser(string? Login = null);

internal sealed record EventRepository(string? FullName = null);

internal sealed record EventChanges(EventIssue? NewIssue = null);

internal sealed record EventIssue
{
    public int Number { get; init; }

    public string? State { get; init; }

    public string? Body { get; init; }

    public string? HtmlUrl { get; init; }

    public EventUser? User { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Set where the "issue" is a pull request.</summary>
    public JsonElement? PullRequest { get; init; }
}

internal sealed record EventComment
{
    public long Id { get; init; }

    public string? Body { get; init; }

    public string? HtmlUrl { get; init; }

    public EventUser? User { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
