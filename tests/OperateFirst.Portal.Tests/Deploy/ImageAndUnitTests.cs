using System.Globalization;
using System.Text.RegularExpressions;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deploy;

/// <summary>The Containerfile and the systemd unit fit the repository and the program.</summary>
public sealed partial class ImageAndUnitTests
{
    private static readonly string Image = new DeployFiles().Text("Containerfile").Replace("\\\n", " ", StringComparison.Ordinal);
    private static readonly string Unit = new DeployFiles().Text("systemd/operatefirst-portal.service");

    [Fact]
    public void The_image_is_built_from_what_the_repository_holds_and_runs_as_a_user_of_group_0()
    {
        var last = Image[Image.LastIndexOf("FROM ", StringComparison.Ordinal)..];

        Assert.All(
            Copied().Matches(Image).SelectMany(copy => copy.Groups["what"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1]),
            source => Assert.True(Path.Exists(RepositoryFolder.Combine(source.Split('/'))), $"COPY {source}"));
        Assert.All(Variable().Matches(last).Select(variable => variable.Groups["name"].Value), name => Assert.True(SettingNames.Has(name), name));
        Assert.Matches(@"(?m)^USER [1-9]\d*:0$", last);
        Assert.Matches(@"(?m)^EXPOSE 8080 9464$", last);
        Assert.Contains("ASPNETCORE_HTTP_PORTS=8080", last, StringComparison.Ordinal);
        Assert.Contains("Metrics__Address=http://*:9464", last, StringComparison.Ordinal);
        Assert.Contains("PublishReadyToRun=true", Image, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)(token|password|secret)[A-Za-z_]*=", Image);
    }

    // A clone that was worked in holds a database with addresses, and what was built for another machine.
    [Fact]
    public void Nothing_that_was_made_in_a_clone_gets_into_the_image()
    {
        var ignored = File.ReadAllLines(RepositoryFolder.Combine(".dockerignore"));

        Assert.All(["**/bin", "**/obj", "**/App_Data", "**/node_modules", ".git", "tests"], name => Assert.Contains(name, ignored));
        Assert.All(ignored, line => Assert.False(line.StartsWith('!'), line));
    }

    [Fact]
    public void The_verbs_run_as_the_user_in_the_folders_and_with_the_settings_of_the_unit()
    {
        var verbs = new DeployFiles().Text("systemd/operatefirst-portal").Replace("\\\n", " ", StringComparison.Ordinal);

        foreach (var name in new[] { "User", "StateDirectory", "StateDirectoryMode", "UMask", "WorkingDirectory", "EnvironmentFile" })
        {
            var line = Unit.Split('\n').Single(line => line.StartsWith($"{name}=", StringComparison.Ordinal));
            Assert.Contains($" -p {line} ", verbs, StringComparison.Ordinal);
        }

        var program = Regex.Match(Unit, "(?m)^ExecStart=(?<program>.+\\.dll) ").Groups["program"].Value;
        Assert.Contains($"exec {program} \"$@\" $PORTAL_OPTIONS", verbs, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ports_of_the_image_are_those_of_the_deployment()
    {
        var ports = new Kustomization(new DeployFiles(), "kustomize/overlays/sqlite").Find("Deployment", "portal")?["spec"]?["template"]?["spec"]?["containers"]?[0]?["ports"]?.AsArray();

        Assert.Equal(["8080", "9464"], ports?.Select(port => $"{port?["containerPort"]}") ?? []);
    }

    [Fact]
    public void The_settings_of_one_machine_are_settings_and_hold_no_secret()
    {
        var settings = new DeployFiles().Text("systemd/settings.env").Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('=', 2)).ToList();
        var options = settings.Single(setting => setting[0] == "PORTAL_OPTIONS")[1].Trim('"').Split(' ');

        Assert.All(settings, setting => Assert.True(SettingNames.Has(setting[0]), setting[0]));

        // Others are left out by systemd, with a word in its log at most.
        Assert.All(settings, setting => Assert.Matches("^[A-Za-z_][A-Za-z0-9_]*$", setting[0]));
        Assert.All(options, option => Assert.True(SettingNames.Has(option[2..].Split('=')[0].Replace(":", "__", StringComparison.Ordinal)), option));
        Assert.All(settings.Where(setting => Regex.IsMatch(setting[0], "(Token|Secret|Password)$")), setting => Assert.Equal("", setting[1]));
    }

    [Fact]
    public void The_unit_is_locked_up_and_waits_for_the_end()
    {
        var lines = Unit.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();
        var keys = lines.Where(line => line[0] != '[').Select(line => line.Split('=', 2)).ToList();

        Assert.Equal(["[Unit]", "[Service]", "[Install]"], lines.Where(line => line[0] == '['));
        Assert.All(keys, key => Assert.True(key.Length == 2, key[0]));
        foreach (var needed in new[]
        {
            "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "RestrictNamespaces=yes",
            "RestrictSUIDSGID=yes", "SystemCallFilter=@system-service", "StateDirectory=operatefirst-portal", "UMask=0077", "User=operatefirst-portal",
        })
        {
            Assert.Contains(needed, lines);
        }

        Assert.True(int.Parse(keys.Single(key => key[0] == "TimeoutStopSec")[1], CultureInfo.InvariantCulture) > 8, "Deliveries under way take so long.");
    }

    // It looks for the program that the unit starts.
    [Fact]
    public async Task Systemd_takes_the_unit_where_it_and_dotnet_are_installed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze") && File.Exists("/usr/bin/dotnet"), "There is no /usr/bin/systemd-analyze, or no /usr/bin/dotnet here.");
        await using var verify = ChildProcess.Start("/usr/bin/systemd-analyze", ["verify", RepositoryFolder.Combine("docs", "deploy", "systemd", "operatefirst-portal.service")], RepositoryFolder.Root);
        Assert.True(await verify.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken) == 0, verify.Output);
        Assert.DoesNotContain("operatefirst-portal.service", verify.Output, StringComparison.Ordinal);
    }

    // From the repository: what comes from another stage of the build is no file of it.
    [GeneratedRegex(@"(?m)^COPY (?!--from)(?<what>.+)$")]
    private static partial Regex Copied();

    [GeneratedRegex(@"(?<=ENV .*|^\s+)\b(?<name>[A-Za-z_]+)=", RegexOptions.Multiline)]
    private static partial Regex Variable();
}
