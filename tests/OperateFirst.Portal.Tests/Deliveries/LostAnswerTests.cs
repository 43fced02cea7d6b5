using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

public sealed class LostAnswerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_issue_whose_answer_was_lost_is_found_again_and_not_opened_twice()
    {
        await using var gitHub = await GitHubEmulator.StartAsync(cancellationToken: Cancellation);
        await using var relay = await GitHubRelay.StartAsync(gitHub.Address);
        await using var portal = PortalThrough(relay);
        using var lead = new Lead(portal.Visit(), "sigstore-aas");
        await lead.RegisterAsync();
        await lead.AcceptBothAsync();
        relay.BreakNextPost(PostFault.AnswerLost);

        await portal.DispatchAsync();
        await relay.FaultAsync();
        var landed = Assert.Single(await gitHub.IssuesAsync(Cancellation));
        Assert.Single(await portal.MessagesAsync(), message => message is { State: OutboxState.Queued, Attempts: 1 });
        await lead.ReadGuideAsync();
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        await portal.DispatchAsync();

        var issue = Assert.Single(await gitHub.IssuesAsync(Cancellation));
        Assert.Equal(landed.Number, issue.Number);
        Assert.Contains("- [x] 2. ", issue.Body, StringComparison.Ordinal);
        Assert.Contains($"Issue #{issue.Number} opened", await lead.DeliveriesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_is_not_written_twice()
    {
        await using var gitHub = await GitHubEmulator.StartAsync(cancellationToken: Cancellation);
        await using var relay = await GitHubRelay.StartAsync(gitHub.Address);
        await using var portal = PortalThrough(relay);
        using var lead = new Lead(portal.Visit(), "sigstore-aas");
        await lead.RegisterAsync();
        await lead.AcceptBothAsync();
        await portal.DispatchAsync();
        await lead.AskAsync("coordination", "Bill Burns");
        relay.BreakNextPost(PostFault.AnswerLost);

        await portal.DispatchAsync();
        await relay.FaultAsync();
        Assert.Single(await portal.MessagesAsync(), message => message.State == OutboxState.Queued);
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        await portal.DispatchAsync();

        var number = Assert.Single(await gitHub.IssuesAsync(Cancellation)).Number;
        Assert.Single(await gitHub.CommentsAsync(number, Cancellation));
        Assert.All(await portal.MessagesAsync(), message => Assert.Equal(OutboxState.Sent, message.State));
    }

    private static InProcessPortal PortalThrough(GitHubRelay relay) => new(new()
    {
        ["Deliveries:Issues"] = "GitHub",
        ["GitHub:ApiUrl"] = relay.Address.AbsoluteUri,
        ["GitHub:Token"] = GitHubEmulator.BotToken,
    });
}
