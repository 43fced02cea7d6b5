using Octokit;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.TestSupport;

public sealed class GitHubEmulatorTests
{
    [Fact]
    public async Task An_issue_opened_by_the_bot_can_be_looked_at_commented_and_closed()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var gitHub = await GitHubEmulator.StartAsync(cancellationToken: cancellation);
        var octokit = new GitHubClient(new Connection(new ProductHeaderValue("tests"), gitHub.Address, new Octokit.Internal.InMemoryCredentialStore(new(GitHubEmulator.BotToken))));

        var opened = await octokit.Issue.Create(
            GitHubEmulator.Organisation, GitHubEmulator.Repository, new NewIssue("Onboard sigstore") { Body = "- [ ] one", Assignees = { GitHubEmulator.SecondLead } });
        await gitHub.CommentAsync(opened.Number, "Hello", GitHubEmulator.SecondLeadToken, cancellation);
        await gitHub.ChangeIssueAsync(opened.Number, new { state = "closed" }, GitHubEmulator.LeadToken, cancellation);

        var issue = Assert.Single(await gitHub.IssuesAsync(cancellation));
        Assert.Equal(("Onboard sigstore", "closed", GitHubEmulator.Bot), (issue.Title, issue.State, issue.User.Login));
        Assert.Equal(GitHubEmulator.SecondLead, Assert.Single(issue.Assignees).Login);
        var comment = Assert.Single(await gitHub.CommentsAsync(opened.Number, cancellation));
        Assert.Equal(("Hello", GitHubEmulator.SecondLead), (comment.Body, comment.User.Login));
    }

    [Fact]
    public async Task Sign_in_comes_back_only_to_the_addresses_given()
    {
        var cancellation = TestContext.Current.CancellationToken;
        Uri[] redirects = [new("http://127.0.0.1:49999/signin-github")];
        await using var gitHub = await GitHubEmulator.StartAsync(redirects, cancellation);

        async Task<string> AskAsync(string redirect)
        {
            var query = $"client_id={GitHubEmulator.ClientId}&redirect_uri={Uri.EscapeDataString(redirect)}&state=s";
            return await gitHub.Client.GetStringAsync(new Uri($"login/oauth/authorize?{query}", UriKind.Relative), cancellation);
        }

        Assert.Contains(GitHubEmulator.SecondLead, await AskAsync("http://127.0.0.1:49999/signin-github"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync("http://127.0.0.1:49998/signin-github"));
    }
}
