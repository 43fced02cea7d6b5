using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OperateFirst.Portal.TestSupport;

/// <summary>A stateful GitHub on the loopback with the accounts of <c>tests/servers/seed.yaml</c>; its API has no <c>/api/v3</c> prefix.</summary>
public sealed class GitHubEmulator : IAsyncDisposable
{
    public const string Organisation = "open-infrastructure-labs";
    public const string Repository = "operate-first-workloads";
    public const string Bot = "operate-first-portal";
    public const string BotToken = "portal-bot-token";
    public const string Lead = "cooktheryan";
    public const string LeadToken = "lead-token";
    public const string SecondLead = "russellb";
    public const string SecondLeadToken = "second-lead-token";
    public const string Coordinator = "bburns";
    public const string SecondCoordinator = "larsks";
    public const string Operator = "operator";
    public const string OperatorToken = "operator-token";
    public const string ClientId = "portal-client";
    public const string ClientSecret = "portal-secret";

    private const int RequestsAnHour = 5000;
    private const string Issues = $"repos/{Organisation}/{Repository}/issues";

    private readonly TemporaryFolder folder;
    private readonly ChildProcess process;

    private GitHubEmulator(TemporaryFolder folder, ChildProcess process, Uri address)
    {
        this.folder = folder;
        this.process = process;
        Address = address;
        Client = ClientFor(OperatorToken);
    }

    /// <summary>Base of the API and of the sign-in pages (<c>login/oauth/authorize</c>, <c>login/oauth/access_token</c>, <c>user</c>).</summary>
    public Uri Address { get; }

    /// <summary>Asks as an operator: what the bot may ask in an hour is the portal's alone.</summary>
    public HttpClient Client { get; }

    public string Output => process.Output;

    /// <param name="redirectUris">Addresses that sign-in may come back to, compared exactly: with the port of the portal under test.</param>
    public static async Task<GitHubEmulator> StartAsync(IEnumerable<Uri>? redirectUris = null, CancellationToken cancellationToken = default)
    {
        var folder = new TemporaryFolder();
        var redirects = JsonSerializer.Serialize(redirectUris ?? [new Uri("http://localhost:5080/signin-github")]);
        var template = await File.ReadAllTextAsync(Path.Combine(NodeProcess.Folder, "seed.yaml"), cancellationToken);
        var seed = folder.Combine("seed.yaml");
        await File.WriteAllTextAsync(seed, template.Replace("{{redirect_uris}}", redirects, StringComparison.Ordinal), cancellationToken);

        var port = Loopback.FreePort();
        var address = Loopback.Address(port);
        var process = NodeProcess.Start(
            ["-r", "./loopback-only.cjs", "node_modules/emulate/dist/index.js", "start", "--service", "github",
             "--port", $"{port}", "--seed", seed, "--base-url", address.GetLeftPart(UriPartial.Authority)]);
        var emulator = new GitHubEmulator(folder, process, address);
        try
        {
            await Until.TrueAsync("the GitHub emulator answers", emulator.AnswersAsync, cancellationToken: cancellationToken);
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }

        return emulator;
    }

    /// <summary>A client that acts as the owner of the token: <see cref="LeadToken"/> and so on.</summary>
    public HttpClient ClientFor(string token) => new()
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token), UserAgent = { new("tests", "1") } },
    };

    /// <summary>All issues of the repository, open and closed, oldest first.</summary>
    public Task<IReadOnlyList<GitHubIssue>> IssuesAsync(CancellationToken cancellationToken = default) =>
        ListAsync<GitHubIssue>($"{Issues}?state=all&sort=created&direction=asc", cancellationToken);

    public Task<IReadOnlyList<GitHubComment>> CommentsAsync(int issue, CancellationToken cancellationToken = default) =>
        ListAsync<GitHubComment>($"{Issues}/{issue}/comments?sort=created", cancellationToken);

    private async Task<IReadOnlyList<T>> ListAsync<T>(string address, CancellationToken cancellationToken)
    {
        List<T> all = [];
        for (var page = 1; ; page++)
        {
            var more = await Client.GetFromJsonAsync<List<T>>(new Uri($"{address}&per_page=100&page={page}", UriKind.Relative), cancellationToken) ?? [];
            all.AddRange(more);
            if (more.Count < 100)
            {
                return all;
            }
        }
    }

    public async Task CommentAsync(int issue, string body, string token, CancellationToken cancellationToken = default)
    {
        using var client = ClientFor(token);
        using var response = await client.PostAsJsonAsync(new Uri($"{Issues}/{issue}/comments", UriKind.Relative), new { body }, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>How many requests the owner of a token has made in this hour, of the 5,000 that GitHub allows.</summary>
    public async Task<int> CountRequestsAsync(string token, CancellationToken cancellationToken = default)
    {
        using var client = ClientFor(token);
        using var response = await client.GetAsync(new Uri($"repos/{Organisation}/{Repository}", UriKind.Relative), cancellationToken);
        return RequestsAnHour - 1 - int.Parse(response.Headers.GetValues("X-RateLimit-Remaining").Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>Has the repository's issue events sent to an address, signed with the secret.</summary>
    public async Task AddWebhookAsync(Uri url, string secret, CancellationToken cancellationToken = default)
    {
        var hook = new { name = "web", active = true, events = new[] { "issues", "issue_comment" }, config = new { url, secret, content_type = "json" } };
        using var client = ClientFor(BotToken);
        using var response = await client.PostAsJsonAsync(new Uri($"repos/{Organisation}/{Repository}/hooks", UriKind.Relative), hook, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <param name="change">Members of GitHub's "update an issue" body: <c>new { state = "closed" }</c>.</param>
    public async Task ChangeIssueAsync(int issue, object change, string token = BotToken, CancellationToken cancellationToken = default)
    {
        using var client = ClientFor(token);
        using var response = await client.PatchAsJsonAsync(new Uri($"{Issues}/{issue}", UriKind.Relative), change, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await process.DisposeAsync();
        folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"The GitHub emulator ended:\n{Output}");
        }

        try
        {
            using var response = await Client.GetAsync(new Uri($"repos/{Organisation}/{Repository}", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

public sealed record GitHubUser(string Login);

public sealed record GitHubLabel(string Name);

public sealed record GitHubIssue(
    int Number, string Title, string? Body, string State, bool Locked, GitHubUser User,
    IReadOnlyList<GitHubLabel> Labels, IReadOnlyList<GitHubUser> Assignees, [property: JsonPropertyName("html_url")] Uri Page);

public sealed record GitHubComment(long Id, string Body, GitHubUser User);
