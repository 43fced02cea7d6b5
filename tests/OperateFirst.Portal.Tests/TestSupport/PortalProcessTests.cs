using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.TestSupport;

public sealed class PortalProcessTests
{
    [Fact]
    public async Task A_killed_portal_starts_again_on_its_port()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var data = new TemporaryFolder();
        await using var portal = await PortalProcess.StartAsync(
            data.Path, new Dictionary<string, string?>(), environment: "Development", cancellationToken: cancellation);
        var address = new Uri("/", UriKind.Relative);

        await portal.KillAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => portal.Client.GetAsync(address, cancellation));
        await portal.RestartAsync(cancellationToken: cancellation);

        using var answer = await portal.Client.GetAsync(address, cancellation);
        Assert.True((int)answer.StatusCode < 500);
    }
}
