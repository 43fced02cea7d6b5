using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

public sealed class GitHubOptions
{
    public const string Section = "GitHub";

    internal const int LongestTimeout = 20;

    /// <summary>Of the user the portal writes as; it has to be allowed to write issues in <see cref="Repository"/>.</summary>
    public string Token { get; init; } = "";

    /// <summary>Where the tracking issues are, as owner/name.</summary>
    public string Repository { get; init; } = "open-infrastructure-labs/operate-first-workloads";

    /// <summary>Put on each new issue.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>GitHub's, or that of a GitHub Enterprise server: https://HOST/api/v3/.</summary>
    public string ApiUrl { get; init; } = "https://api.github.com/";

    /// <summary>What the portal writes at most in any minute, of all replicas together. GitHub asks for less than about 80.</summary>
    public int WritesPerMinute { get; init; } = 55;

    /// <summary>What the portal writes at most in any hour, of all replicas together. GitHub asks for less than about 500.</summary>
    public int WritesPerHour { get; init; } = 390;

    /// <summary>How long one request may take. The longest delivery makes four, which have to fit into half of a message's lease.</summary>
    public int TimeoutSeconds { get; init; } = LongestTimeout;

    /// <summary>What GitHub signs its webhooks with; empty: none are taken.</summary>
    public string WebhookSecret { get; init; } = "";

    public string Owner => Repository.Split('/')[0];

    public string Name => Repository.Split('/')[1];

    /// <summary>True for the address of an issue of <see cref="Repository"/>.</summary>
    public bool HasIssue(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.AbsolutePath.EndsWith($"/{Repository}/issues/{address.Segments[^1]}", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Checks the settings for writing issues only where they go to GitHub.</summary>
internal sealed partial class GitHubOptionsCheck(IOptions<DeliveriesOptions> deliveries, IHostEnvironment environment) : IValidateOptions<GitHubOptions>
{
    private const int ShortestSecret = 16;

    public ValidateOptionsResult Validate(string? name, GitHubOptions options)
    {
        var problems = (deliveries.Value.IssuesGoToGitHub ? Problems(options) : []).Concat(SecretProblems(options)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(GitHubOptions options)
    {
        if (options.Token.Length == 0)
        {
            yield return "GitHub:Token is not set. Deliveries:Issues is GitHub, so set it to a token that may write issues.";
        }

        if (options.WritesPerMinute < 1 || options.WritesPerHour < 1)
        {
            yield return "GitHub:WritesPerMinute and GitHub:WritesPerHour must be at least 1.";
        }

        if (options.TimeoutSeconds is < 1 or > GitHubOptions.LongestTimeout)
        {
            yield return $"GitHub:TimeoutSeconds must be 1 to {GitHubOptions.LongestTimeout}.";
        }

        if (!OwnerAndName().IsMatch(options.Repository))
        {
            yield return $"GitHub:Repository must be written as owner/name, not “{options.Repository}”.";
        }

        if (!Uri.TryCreate(options.ApiUrl, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            yield return "GitHub:ApiUrl must be an absolute http or https address.";
        }
        else if (uri.Scheme == "http" && !uri.IsLoopback && environment.IsProduction())
        {
            yield return "GitHub:ApiUrl must be an https address in Production: the token travels with each request.";
        }
    }

    private static IEnumerable<string> SecretProblems(GitHubOptions options)
    {
        if (options.WebhookSecret.Length is > 0 and < ShortestSecret)
        {
            yield return $"GitHub:WebhookSecret is shorter than {ShortestSecret} characters: set it to a long random text, such as “openssl rand -hex 32” gives, and the webhook on GitHub to the same.";
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+\z")]
    private static partial Regex OwnerAndName();
}
