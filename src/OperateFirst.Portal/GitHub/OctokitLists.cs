using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Octokit;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>What the sweep reads: the portal's issues and the repository's comments, a hundred a call.</summary>
public sealed partial class OctokitLists(IOptions<GitHubOptions> settings, IOptions<DeliveriesOptions> deliveries, TimeProvider time)
{
    private const int PageSize = 100;

    // Made when it is asked for: where issues go into the folder there is no token.
    private readonly Lazy<GitHubClient> client = new(() => OctokitClient.Of(settings.Value, deliveries.Value, time));

    private string? login;

    private string Owner => settings.Value.Owner;

    private string Name => settings.Value.Name;

    /// <summary>The issues the portal opened, newest change first: one that changes meanwhile comes twice rather than not at all.</summary>
    /// <param name="sinceUtc">Null: all of them.</param>
    public async IAsyncEnumerable<IReadOnlyList<IssueSeen>> IssuesAsync(DateTime? sinceUtc, [EnumeratorCancellation] CancellationToken cancel)
    {
        var me = await LoginAsync(cancel);
        var query = Query(sinceUtc);
        query["creator"] = me;
        query["state"] = "all";
        await foreach (var page in PagesAsync<Issue>(ApiUrls.Issues(Owner, Name), query, cancel))
        {
            yield return [.. page.Where(issue => issue.PullRequest is null).Select(issue => Of(issue, me))];
        }
    }

    /// <summary>Everybody's comments on issues, newest change first.</summary>
    public async IAsyncEnumerable<IReadOnlyList<CommentSeen>> CommentsAsync(DateTime sinceUtc, [EnumeratorCancellation] CancellationToken cancel)
    {
        var me = await LoginAsync(cancel);
        await foreach (var page in PagesAsync<Octokit.IssueComment>(ApiUrls.IssueComments(Owner, Name), Query(sinceUtc), cancel))
        {
            yield return [.. page.Select(comment => Of(comment, me)).OfType<CommentSeen>()];
        }
    }

    /// <summary>Who closed an issue, which lists may leave out.</summary>
    /// <returns>The same where GitHub does not say.</returns>
    public async Task<IssueSeen> WithWhoClosedAsync(IssueSeen seen, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Of(Read(await client.Value.Issue.Get(Owner, Name, seen.Number)), await LoginAsync(cancel)) is { By.Length: > 0 } whole && whole.Number == seen.Number && whole.State == seen.State
            ? whole
            : seen;
    }

    public async Task<bool> HasCommentAsync(long id, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            Read(await client.Value.Issue.Comment.Get(Owner, Name, id));
            return true;
        }
        catch (NotFoundException)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<List<T>> PagesAsync<T>(Uri address, Dictionary<string, string> query, [EnumeratorCancellation] CancellationToken cancel)
    {
        var more = true;
        for (var page = 1; more; page++)
        {
            cancel.ThrowIfCancellationRequested();
            query["page"] = page.ToString(CultureInfo.InvariantCulture);
            var answer = await client.Value.Connection.Get<List<T>>(address, query);
            yield return Read(answer.Body);

            // A full last page does not cost another call.
            more = answer.HttpResponse.Headers.Any(header =>
                header.Key.Equals("Link", StringComparison.OrdinalIgnoreCase) && header.Value.Contains("rel=\"next\"", StringComparison.Ordinal));
        }
    }

    private async Task<string> LoginAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return login ??= Read(await client.Value.User.Current()).Login;
    }

    private static Dictionary<string, string> Query(DateTime? sinceUtc)
    {
        var query = new Dictionary<string, string>
        {
            ["sort"] = "updated",
            ["direction"] = "desc",
            ["per_page"] = PageSize.ToString(CultureInfo.InvariantCulture),
        };
        if (sinceUtc is { } since)
        {
            query["since"] = since.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        return query;
    }

    private static IssueSeen Of(Issue issue, string me)
    {
        var by = issue.ClosedBy?.Login ?? "";
        var closed = issue.State.StringValue == "closed";
        return new IssueSeen(issue.Number, closed ? IssueState.Closed : IssueState.Open, (issue.UpdatedAt ?? issue.CreatedAt).UtcDateTime)
        {
            By = closed ? by : "",
            ByPortal = closed && by == me,
            Body = issue.Body ?? "",
            Url = issue.HtmlUrl ?? "",
        };
    }

    /// <returns>Null for a comment on a pull request.</returns>
    private static CommentSeen? Of(Octokit.IssueComment comment, string me) => NumberInAddress().Match(comment.HtmlUrl ?? "") is { Success: true } number
        ? new CommentSeen(
            int.Parse(number.Groups[1].ValueSpan, CultureInfo.InvariantCulture), comment.Id, comment.User?.Login ?? "", (comment.UpdatedAt ?? comment.CreatedAt).UtcDateTime)
        {
            Body = comment.Body ?? "",
            Url = comment.HtmlUrl ?? "",
            WrittenAtUtc = comment.CreatedAt.UtcDateTime,
            ByPortal = comment.User?.Login == me,
        }
        : null;

    private static T Read<T>(T? answer)
        where T : class => answer ?? throw new UnreadableAnswerException();

    [GeneratedRegex(@"/issues/([0-9]{1,9})#")]
    private static partial Regex NumberInAddress();
}
