using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Accounts;

/// <summary>The published program in Production, with one setting missing or wrong at a time.</summary>
public sealed class ProductionStartTests
{
    private static readonly Dictionary<string, string?> Complete = new()
    {
        ["Portal:Address"] = "https://portal.example.org",
        ["SignIn:GitHub:ClientId"] = "client",
        ["SignIn:GitHub:ClientSecret"] = "secret",
        ["Deliveries:Issues"] = "Folder",
        ["Deliveries:Mail"] = "Folder",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_every_setting_it_starts()
    {
        using var data = new TemporaryFolder();
        await using var portal = await PortalProcess.StartAsync(data.Path, Complete, cancellationToken: Cancellation);

        using var answer = await portal.Client.GetAsync(new Uri("/", UriKind.Relative), Cancellation);

        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("SignIn:GitHub:ClientId", null, "SignIn:GitHub:ClientId")]
    [InlineData("SignIn:GitHub:ClientSecret", null, "SignIn:GitHub:ClientSecret")]
    [InlineData("SignIn:Development", "true", "SignIn:Development")]
    [InlineData("Deliveries:Issues", null, "Deliveries:Issues")]
    [InlineData("Deliveries:Mail", null, "Deliveries:Mail")]
    [InlineData("Portal:Address", null, "Portal:Address")]
    [InlineData("Portal:Address", "http://portal.example.org", "Portal:Address")]
    public async Task With_one_missing_or_wrong_it_refuses_and_names_it(string setting, string? value, string named)
    {
        using var data = new TemporaryFolder();
        var settings = new Dictionary<string, string?>(Complete) { [setting] = value };

        var (exitCode, output) = await PortalProcess.RunAsync(data.Path, settings, [], cancellationToken: Cancellation);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(named, output, StringComparison.Ordinal);
        Assert.False(File.Exists(data.Combine("portal.db")), "A refused start must not have begun anything.");
    }
}
