using System.Text.RegularExpressions;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deploy;

/// <summary>docs/operations.md leads nowhere that is not there, and names what the files and the program have.</summary>
public sealed partial class ManualTests
{
    private static readonly string Manual = File.ReadAllText(RepositoryFolder.Combine("docs", "operations.md"));

    [Fact]
    public void Every_link_leads_to_a_file_or_a_heading()
    {
        var headings = Heading().Matches(Manual).Select(heading => AnchorOf(heading.Groups["words"].Value)).ToList();

        Assert.All(Link().Matches(Manual).Select(link => link.Groups["to"].Value), link => Assert.True(
            link.StartsWith('#') ? headings.Contains(link[1..]) : link.StartsWith("http", StringComparison.Ordinal) || Path.Exists(RepositoryFolder.Combine("docs", link)), link));
    }

    [Fact]
    public void Both_ways_of_running_it_say_how_to_upgrade_back_up_and_restore()
    {
        Assert.All(["## One machine, by systemd", "## OpenShift, three replicas"], heading =>
        {
            var section = Manual[Manual.IndexOf(heading, StringComparison.Ordinal)..];
            section = section[..section.IndexOf("\n## ", heading.Length, StringComparison.Ordinal)];
            Assert.All(["**A new version.**", "**Back to the old one:**", "**Backup", "**Restore:**", "doctor", "#moving-to-postgresql"], part => Assert.Contains(part, section, StringComparison.Ordinal));
        });
    }

    // It would stand in the shell's history and in the cluster's audit log.
    [Fact]
    public void No_password_is_written_on_the_command_line_of_a_verb() =>
        Assert.DoesNotContain(Manual.Split('\n'), line => line.Contains("Password=", StringComparison.Ordinal) && (line.Contains("dotnet ", StringComparison.Ordinal) || line.Contains("operatefirst-portal ", StringComparison.Ordinal)));

    [Fact]
    public void Each_file_that_is_installed_by_hand_is_one_of_ours()
    {
        var files = new DeployFiles();

        Assert.NotEmpty(Installed().Matches(Manual));
        Assert.All(Installed().Matches(Manual).Select(file => file.Groups["name"].Value), name => Assert.True(files.Exists($"systemd/{name}"), name));
    }

    // As GitHub makes them.
    private static string AnchorOf(string words) => Regex.Replace(words.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-');

    [GeneratedRegex("(?m)^#+ (?<words>.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\((?<to>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"install (-D )?-m \d+ (?<name>\S+) /")]
    private static partial Regex Installed();
}
