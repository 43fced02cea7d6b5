using Microsoft.Extensions.Options;
using Octokit;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>Asks GitHub who the token is, what it may do, and whether the repository takes issues. It changes nothing.</summary>
internal sealed class RepositoryCheck(
    IOptions<GitHubOptions> options, IOptions<DeliveriesOptions> deliveries, GitHubFailures failures, TimeProvider time) : IDeliveryProbe
{
    private const string Token = "GitHub token";
    private const string Place = "GitHub repository";
    private const string Hook = "GitHub webhook secret";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Either lets a classic token write issues in a public repository: https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps.
    private static readonly string[] WritingScopes = ["repo", "public_repo"];

    public IReadOnlyList<string> Topics => [Token, Place, Hook];

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        if (!deliveries.Value.IssuesGoToGitHub)
        {
            return [.. Topics.Select(what => Finding.Ok(what, "Issues go into the folder: nothing to check."))];
        }

        var client = OctokitClient.Of(options.Value, deliveries.Value, time);
        client.SetRequestTimeout(Limit);
        return [await AskAsync(Token, () => TokenAsync(client)), await AskAsync(Place, () => PlaceAsync(client)), Secret()];
    }

    private async Task<Finding> AskAsync(string what, Func<Task<Finding>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (failures.Meaning(failure) is not null)
        {
            return Finding.Fail(what, failures.Meaning(failure) switch
            {
                Delivery.Again again => again.Error,
                Delivery.Refused refused => refused.Error.Replace(", then send this again", "", StringComparison.Ordinal),
                _ => failure.Message,
            });
        }
    }

    private static async Task<Finding> TokenAsync(GitHubClient client)
    {
        var answer = await client.Connection.Get<User>(new Uri("user", UriKind.Relative), null);
        if (answer.Body is not { } user)
        {
            throw new UnreadableAnswerException();
        }

        // Only classic tokens tell their scopes; what a fine-grained one may do shows at the repository.
        var told = answer.HttpResponse.Headers.FirstOrDefault(header => header.Key.Equals("X-OAuth-Scopes", StringComparison.OrdinalIgnoreCase)).Value;
        if (told is null)
        {
            return Finding.Ok(Token, $"The token is {user.Login}'s. It tells no scopes, as fine-grained tokens do.");
        }

        var scopes = told.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!scopes.Intersect(WritingScopes).Any())
        {
            return Finding.Fail(Token, $"The token is {user.Login}'s, but lacks the scope public_repo (or repo, for a private repository): it cannot write issues.");
        }

        return scopes.Except(WritingScopes).ToList() is { Count: > 0 } more
            ? Finding.Warn(Token, $"The token is {user.Login}'s and may do more than it needs: {string.Join(", ", more)}.")
            : Finding.Ok(Token, $"The token is {user.Login}'s, with the scope {string.Join(", ", scopes)}.");
    }

    private async Task<Finding> PlaceAsync(GitHubClient client)
    {
        var (owner, name, written) = (options.Value.Owner, options.Value.Name, options.Value.Repository);
        var repository = await client.Repository.Get(owner, name) ?? throw new UnreadableAnswerException();
        if (repository.Archived)
        {
            return Finding.Fail(Place, $"{written} is archived: nobody can write issues there. Set GitHub:Repository to another one.");
        }

        if (!repository.HasIssues)
        {
            return Finding.Fail(Place, $"Issues are turned off in {written}. Turn them on in its settings on GitHub.");
        }

        if (!string.Equals(repository.FullName, written, StringComparison.OrdinalIgnoreCase))
        {
            return Finding.Warn(Place, $"{written} was renamed to {repository.FullName}. It works still; set GitHub:Repository to the new name.");
        }

        return repository.Permissions is { Push: false, Triage: false }
            ? Finding.Warn(Place, $"{written} takes issues, but the token's user may not set labels or change issues of others there: give them the role Triage.")
            : Finding.Ok(Place, $"{written} takes issues.");
    }

    private Finding Secret() => options.Value.WebhookSecret.Length switch
    {
        0 => Finding.Warn(Hook, "GitHub:WebhookSecret is not set: what happens on GitHub is not told to the portal at once."),
        _ => Finding.Ok(Hook, "GitHub:WebhookSecret is set."),
    };
}
