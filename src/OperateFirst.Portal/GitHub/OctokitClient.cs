using Octokit;
using Octokit.Internal;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>How the portal talks to GitHub: as one user, to one server.</summary>
internal static class OctokitClient
{
    /// <summary>The longest delivery makes four requests, and all of them have to fit into half of a message's lease.</summary>
    private const int RequestsInALease = 8;

    // Not GitHubClient(header, uri): that one appends /api/v3 to whatever address it gets.
    public static GitHubClient Of(GitHubOptions options, DeliveriesOptions deliveries, TimeProvider time)
    {
        var client = new GitHubClient(new Connection(
            new ProductHeaderValue("operate-first-portal"),
            new Uri(options.ApiUrl.TrimEnd('/') + "/"),
            new InMemoryCredentialStore(new Credentials(options.Token)),
            new HttpClientAdapter(() => new SameHostHandler(new DeadlineHandler(HttpMessageHandlerFactory.CreateDefault(), time))),
            new SimpleJsonSerializer()));
        var (set, fits) = (TimeSpan.FromSeconds(options.TimeoutSeconds), deliveries.Lease / RequestsInALease);
        client.SetRequestTimeout(set < fits ? set : fits);
        return client;
    }
}
