using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Octokit;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>Issues on GitHub. Octokit takes no cancellation: a request has its own short limit, and between two the caller may stop.</summary>
public sealed class OctokitIssues : IGitHubIssues
{
    private const int PageSize = 100;

    private readonly GitHubOptions options;
    private readonly GitHubClient client;
    private readonly GitHubPace pace;
    private string? login;

    public OctokitIssues(IOptions<GitHubOptions> settings, IOptions<DeliveriesOptions> deliveries, GitHubPace pace, TimeProvider time)
    {
        options = settings.Value;
        this.pace = pace;
        client = OctokitClient.Of(options, deliveries.Value, time);
    }

    // By listing, since the search lags behind; newest first, so that the first issue older than the try ends it.
    public async Task<TrackedIssue?> FindAsync(string marker, DateTime sinceUtc, CancellationToken cancel)
    {
        var query = new Dictionary<string, string>
        {
            ["creator"] = await LoginAsync(cancel),
            ["since"] = Iso(sinceUtc),
            ["state"] = "all",
            ["sort"] = "created",
            ["direction"] = "desc",
        };
        await foreach (var issue in ListAsync<Issue>(ApiUrls.Issues(options.Owner, options.Name), query, cancel))
        {
            if (issue.CreatedAt.UtcDateTime < sinceUtc)
            {
                return null;
            }

            if (issue.PullRequest is null && issue.Body?.Contains(marker, StringComparison.Ordinal) == true)
            {
                return Of(issue);
            }
        }

        return null;
    }

    public async Task<TrackedIssue> CreateAsync(string title, string body, CancellationToken cancel)
    {
        await pace.TakeTurnAsync(cancel);
        var draft = new NewIssue(title) { Body = body };
        foreach (var label in options.Labels)
        {
            draft.Labels.Add(label);
        }

        try
        {
            return Of(Read(await client.Issue.Create(options.Owner, options.Name, draft)));
        }
        catch (ApiException failure) when (failure.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            throw new RepositoryRefusedException(failure);
        }
    }

    // A deleted issue is 410; one that was moved is answered by a redirect, which Octokit follows, with the number it has there.
    public async Task<IssueLook> LookAsync(int number, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            var issue = Read(await client.Issue.Get(options.Owner, options.Name, number));
            return issue.Number == number ? new IssueLook.Found(Of(issue)) : new IssueLook.Moved(issue.HtmlUrl ?? "");
        }
        catch (ApiException failure) when (failure.StatusCode == HttpStatusCode.Gone && failure.Message.Contains("deleted", StringComparison.OrdinalIgnoreCase))
        {
            return new IssueLook.Deleted();
        }
        catch (NotFoundException) when (!cancel.IsCancellationRequested)
        {
            // Where the repository is there and may be seen, it is the issue that is not.
            Read(await client.Repository.Get(options.Owner, options.Name));
            return new IssueLook.Deleted();
        }
    }

    // Not Issue.Update: its IssueUpdate always sends a milestone, so it would take away the one somebody set.
    public async Task UpdateAsync(int number, string body, bool close, CancellationToken cancel)
    {
        await pace.TakeTurnAsync(cancel);
        var changes = new Dictionary<string, string> { ["body"] = body };
        if (close)
        {
            changes["state"] = "closed";
        }

        var answer = await client.Connection.Patch<Issue>(ApiUrls.Issue(options.Owner, options.Name, number), changes);
        Read(answer.Body);
    }

    public async Task<IssueRemark?> FindCommentAsync(int number, string marker, DateTime sinceUtc, CancellationToken cancel)
    {
        var me = await LoginAsync(cancel);
        var query = new Dictionary<string, string> { ["since"] = Iso(sinceUtc) };
        await foreach (var comment in ListAsync<IssueComment>(ApiUrls.IssueComments(options.Owner, options.Name, number), query, cancel))
        {
            if (comment.User?.Login == me && comment.Body?.Contains(marker, StringComparison.Ordinal) == true)
            {
                return new IssueRemark(comment.HtmlUrl);
            }
        }

        return null;
    }

    public async Task<IssueRemark> CommentAsync(int number, string body, CancellationToken cancel)
    {
        await pace.TakeTurnAsync(cancel);
        return new IssueRemark(Read(await client.Issue.Comment.Create(options.Owner, options.Name, number, body)).HtmlUrl);
    }

    private async IAsyncEnumerable<T> ListAsync<T>(
        Uri address, Dictionary<string, string> query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        query["per_page"] = PageSize.ToString(CultureInfo.InvariantCulture);
        var full = true;
        for (var page = 1; full; page++)
        {
            cancel.ThrowIfCancellationRequested();
            query["page"] = page.ToString(CultureInfo.InvariantCulture);
            var answer = await client.Connection.Get<List<T>>(address, query);
            var items = Read(answer.Body);
            foreach (var item in items)
            {
                yield return item;
            }

            full = items.Count == PageSize;
        }
    }

    private async Task<string> LoginAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return login ??= Read(await client.User.Current()).Login;
    }

    // A 2xx answer that is no JSON, from a proxy for instance, comes out of Octokit as null: nobody knows what GitHub did.
    private static T Read<T>(T? answer)
        where T : class => answer ?? throw new UnreadableAnswerException();

    private static TrackedIssue Of(Issue issue) =>
        new(issue.Number, issue.HtmlUrl ?? "", issue.Body ?? "", issue.State.StringValue == "open");

    private static string Iso(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>No issue can be opened here, whatever is in it.</summary>
public sealed class RepositoryRefusedException(Exception cause) : Exception(cause.Message, cause);

/// <summary>The request may or may not have been carried out.</summary>
public sealed class UnreadableAnswerException() : Exception("GitHub's answer could not be read, so it is not known what was done.");
