using Octokit;
using Octokit.Internal;

namespace OperateFirst.Portal.GitHub;

/// <summary>How the portal talks to GitHub: as one user, to one server.</summary>
internal static class OctokitClient
{
    // Not GitHubClient(header, uri): that one appends /api/v3 to whatever address it gets.
    public static GitHubClient Of(GitHubOptions options)
    {
        var client = new GitHubClient(new Connection(
            new ProductHeaderValue("operate-first-portal"),
            new Uri(options.ApiUrl.TrimEnd('/') + "/"),
            new InMemoryCredentialStore(new Credentials(options.Token)),
            new HttpClientAdapter(() => new SameHostHandler(HttpMessageHandlerFactory.CreateDefault())),
            new SimpleJsonSerializer()));
        client.SetRequestTimeout(TimeSpan.FromSeconds(options.TimeoutSeconds));
        return client;
    }
}
