using System.Text.RegularExpressions;
using Markdig;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.GitHub;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Outbox;
using Xunit;

namespace OperateFirst.Portal.Tests.GitHub;

public sealed partial class FolderIssuesTests
{
    public static TheoryData<string> Tricks { get; } =
    [
        "<script>alert(1)</script> evil", "<img src=x onerror=alert(1)> evil", "@octocat and @some/team", "fixes #12 and o/r#12 and GH-12",
        "<!-- operate-first-portal:end --> evil", "<!-- operate-first-portal:begin -->", "```\n### evil\n```", "````\nevil @octocat\n````", "`a` @octocat ``b``",
        "[evil](https://evil.example)", "![evil](https://evil.example/p.png)", "https://evil.example/ www.evil.example", "write to eve@evil.example now", "- [x] evil\n\n# evil",
        "\\`evil\\` @octocat", "<details><summary>evil", "$evil$ ~~~\nevil\n~~~", "evil\n\n<!--", "--> evil",
    ];

    [Fact]
    public async Task The_file_has_the_check_list_and_no_address()
    {
        await using var rooms = await DeliveryRooms.OpenAsync();
        await rooms.RegisterAsync(description: "Write to somebody@example.org.");
        await rooms.AcceptBothAsync();
        await rooms.AskAsync("Thanks", new AttendeeForm { Name = "Third Attendee", Email = "third@example.org" });

        await rooms.DeliverAsync();

        var text = await File.ReadAllTextAsync(Assert.Single(rooms.Files("issue-0001.md")), TestContext.Current.CancellationToken);
        Assert.Contains("title: \"Onboarding: sigstore-aas\"\nstate: open\n", text, StringComparison.Ordinal);
        Assert.Contains("- [x] 1. Register the project (19 Oct 2026)", text, StringComparison.Ordinal);
        Assert.Contains("waiting for Bill Burns since 19 Oct 2026", text, StringComparison.Ordinal);
        Assert.Equal(8, CheckListItem().Count(text));
        Assert.DoesNotContain("@", text, StringComparison.Ordinal);
        Assert.Equal("https://portal.example.org/deliveries/issue-0001.md", (await rooms.MessageAsync(TrackingIssue.SyncMessage)).ResultUrl);
    }

    [Fact]
    public async Task A_change_is_written_into_the_same_file_and_a_request_becomes_a_comment_file()
    {
        await using var rooms = await DeliveryRooms.OpenAsync();
        await rooms.RegisterAsync();
        await rooms.AcceptBothAsync();
        await rooms.DeliverAsync();

        await rooms.AskAsync("Thanks", new AttendeeForm { Name = "Third Attendee", Email = "third@example.org" });
        await rooms.DeliverAsync();

        Assert.Equal(2, rooms.Files("*.md").Count);
        var comment = await File.ReadAllTextAsync(Assert.Single(rooms.Files("issue-0001-comment-*.md")), TestContext.Current.CancellationToken);
        Assert.Contains("cooktheryan asked Bill Burns for an invite: Project Coordination meeting, 2 people.", comment, StringComparison.Ordinal);
        Assert.DoesNotContain("@", comment, StringComparison.Ordinal);
        Assert.Equal("Check list of issue #1 brought up to date", (await rooms.MessagesAsync(TrackingIssue.SyncMessage))[^1].Result);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(rooms.Files("*.md")[0]) ?? "", "*.draft"));
    }

    [Theory]
    [MemberData(nameof(Tricks))]
    public async Task What_people_type_is_shown_and_does_nothing(string trick)
    {
        await using var rooms = await DeliveryRooms.OpenAsync();
        await rooms.RegisterAsync(name: $"A {trick.ReplaceLineEndings(" ")}", description: $"Text {trick}");
        await rooms.AcceptBothAsync();

        await rooms.DeliverAsync();

        var text = await File.ReadAllTextAsync(Assert.Single(rooms.Files("issue-0001.md")), TestContext.Current.CancellationToken);
        var html = Markdown.ToHtml(text[text.IndexOf("<!--", StringComparison.Ordinal)..], new MarkdownPipelineBuilder().UseAutoLinks().Build());
        var live = Code().Replace(Comment().Replace(html, ""), "");
        Assert.DoesNotContain("evil", live, StringComparison.Ordinal);
        Assert.DoesNotContain("@", live, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"#\d", live);
        Assert.DoesNotContain("eve@", text, StringComparison.Ordinal);
        Assert.Equal(8, CheckListItem().Count(live.Replace("<li>", "- ", StringComparison.Ordinal)));
        Assert.Equal(2, text.Split(TrackingIssueBody.Begin).Length);
        Assert.Equal(2, text.Split(TrackingIssueBody.End).Length);
    }

    [Fact]
    public async Task Two_writers_at_one_moment_get_two_numbers()
    {
        await using var rooms = await DeliveryRooms.OpenAsync();
        var issues = rooms.Services.GetRequiredService<IGitHubIssues>();
        var cancel = TestContext.Current.CancellationToken;

        var opened = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => issues.CreateAsync($"Title {i}", $"Body {i}", cancel), cancel)));

        Assert.Equal(Enumerable.Range(1, 60), opened.Select(issue => issue.Number).Order());
        Assert.All(rooms.Services.GetRequiredService<DeliveryFolder>().List(100), file => Assert.Equal("Issue", file.Kind));
        Assert.Equal(60, rooms.Services.GetRequiredService<DeliveryFolder>().List(100).Count);
    }

    [GeneratedRegex(@"^- \[[x ]\] \d\. ", RegexOptions.Multiline)]
    private static partial Regex CheckListItem();

    [GeneratedRegex("<code.*?</code>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
