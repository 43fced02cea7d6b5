using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.GitHub;

public sealed class EmulatorWebhookTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_github_tells_by_its_own_webhooks_arrives()
    {
        await using var gitHub = await GitHubEmulator.StartAsync(cancellationToken: Cancel);
        await using var scene = new GitHubScene(new()
        {
            ["Deliveries:Issues"] = "GitHub",
            ["GitHub:ApiUrl"] = gitHub.Address.AbsoluteUri,
            ["GitHub:Token"] = GitHubEmulator.BotToken,
            ["GitHub:Repository"] = $"{GitHubEmulator.Organisation}/{GitHubEmulator.Repository}",
            ["Roles:Operators:1"] = $"github:{GitHubEmulator.Operator}",
        });
        await gitHub.AddWebhookAsync(new Uri(scene.Portal.ClientOptions.BaseAddress, GitHubScene.Path), GitHubScene.Secret, Cancel);
        var (lead, number) = await scene.OpenAsync("sigstore-aas");

        // The clock stands still from here on: no sweep can be what brings it.
        await scene.Portal.TickAsync();
        await gitHub.CommentAsync(number, "Your quota is ready.", GitHubEmulator.OperatorToken, Cancel);
        await gitHub.ChangeIssueAsync(number, new { state = "closed" }, GitHubEmulator.OperatorToken, Cancel);
        await Until.TrueAsync("both were told and worked through", async () =>
        {
            await scene.Portal.TickAsync();
            return (await scene.NoticesAsync("sigstore-aas")).Count > 0 &&
                (await lead.ReadAsync("/projects/sigstore-aas/issue")).Contains("Your quota is ready.", StringComparison.Ordinal);
        });

        Assert.Contains($"operator closed the public tracking issue #{number}", await lead.ReadAsync("/projects/sigstore-aas/history"), StringComparison.Ordinal);
        await lead.PostAsync("/projects/sigstore-aas/guide", ("Input.Confirmed", "true"));
        await scene.DeliverAllAsync();
        var issue = Assert.Single(await gitHub.IssuesAsync(Cancel));
        Assert.Equal("closed", issue.State);
        Assert.Contains("- [x] 2. ", issue.Body, StringComparison.Ordinal);
    }
}
