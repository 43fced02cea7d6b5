using Markdig;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>What people type shows in the issue as typed; GitHub makes nothing of it.</summary>
public sealed class InertTextTests(InertTextTests.Servers servers) : IClassFixture<InertTextTests.Servers>
{
    private const string Tick = "[x]";

    public static TheoryData<string, string> Typed => new()
    {
        { "mention", "mention @octocat and @open-infrastructure-labs/ops now" },
        { "reference", "refer to #12, GH-12 and sigstore/sigstore#12" },
        { "commit", "commit 0123456789abcdef0123456789abcdef01234567 and https://github.com/sigstore/sigstore/issues/12" },
        { "end", $"end {TrackingIssueBody.End} here" },
        { "begin", $"begin {TrackingIssueBody.Begin} here" },
        { "marker", "mark <!-- operate-first-portal:project:0123456789abcdef0123456789abcdef --> here" },
        { "comment", "open <!-- and never close" },
        { "ticks", "ticks ` `` ``` ```` @octocat ``` #12" },
        { "html", "link [free](https://evil.example.org/) ![pixel](https://evil.example.org/p.png) <img src=x> <b>bold</b>" },
        { "box", "- [x] 8. Cluster access" },
        { "tildes", "end } ~~~ @octocat ~~~ #12" },
        { "one-tick", "`" },
        { "two-ticks", "x ``" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task Typed_text_is_inert_in_the_issue_and_stays_so(string slug, string typed)
    {
        using var lead = new Lead(servers.Portal.Visit(), slug);
        await lead.RegisterAsync($"a {typed}"[..Math.Min(typed.Length + 2, 80)], $"One\n{typed}\n```\n{typed}\n\n    {typed}\n- [x] 8. Done");
        await lead.AcceptBothAsync();
        await servers.Portal.DispatchAsync();
        Expect(await IssueOfAsync(slug), ticked: 3);

        await lead.ReadGuideAsync();
        await lead.AskAsync("coordination", "Bill Burns");
        await servers.Portal.DispatchAsync();

        var issue = await IssueOfAsync(slug);
        Expect(issue, ticked: 4);
        var comment = Assert.Single(await servers.GitHub.CommentsAsync(issue.Number, Cancellation)).Body;
        Assert.DoesNotContain(Live(comment), text => text.Contains('@') || text.Contains('#'));
    }

    private async Task<GitHubIssue> IssueOfAsync(string slug) =>
        Assert.Single(await servers.GitHub.IssuesAsync(Cancellation), issue => issue.Title == $"Onboarding: {slug}");

    private static void Expect(GitHubIssue issue, int ticked)
    {
        var body = issue.Body ?? "";
        var live = Live(body).ToList();
        string[] never = ["@", "#", "GH-12", "0123456789abcdef0123456789abcdef01234567", "issues/12", "evil.example.org", "<img", "<b>", "octocat"];
        Assert.All(never, word => Assert.DoesNotContain(live, text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(ticked, live.Count(text => text == Tick));
        Assert.Equal(1, body.Split(TrackingIssueBody.Begin).Length - 1);
        Assert.Equal(1, body.Split(TrackingIssueBody.End).Length - 1);
        Assert.Equal(1, body.Split("<!-- operate-first-portal:project:").Length - 1);
        Assert.Contains("Notes outside the portal's part are kept", body[body.IndexOf(TrackingIssueBody.End, StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    /// <summary>What GitHub reads as more than code: text, links, images and HTML, but for the portal's own comments.</summary>
    private static IEnumerable<string> Live(string markdown)
    {
        var pipeline = new MarkdownPipelineBuilder().UseAutoLinks().UseTaskLists().Build();
        foreach (var piece in Markdown.Parse(markdown, pipeline).Descendants())
        {
            var text = piece switch
            {
                TaskList { Checked: true } => Tick,
                LiteralInline literal => literal.Content.ToString(),
                LinkInline link => link.Url ?? "",
                AutolinkInline link => link.Url,
                HtmlInline html => html.Tag,
                HtmlBlock block => block.Lines.ToString(),
                _ => "",
            };
            foreach (var line in text.Split('\n').Where(line => !line.StartsWith("<!-- operate-first-portal:", StringComparison.Ordinal)))
            {
                yield return line;
            }
        }
    }

    /// <summary>One GitHub and one portal for all projects of this class.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        private GitHubEmulator? gitHub;
        private InProcessPortal? portal;

        public GitHubEmulator GitHub => gitHub ?? throw new InvalidOperationException("Not started yet.");

        public InProcessPortal Portal => portal ?? throw new InvalidOperationException("Not started yet.");

        public async ValueTask InitializeAsync()
        {
            gitHub = await GitHubEmulator.StartAsync(cancellationToken: Cancellation);
            portal = new InProcessPortal(new()
            {
                ["Deliveries:Issues"] = "GitHub",
                ["GitHub:ApiUrl"] = gitHub.Address.AbsoluteUri,
                ["GitHub:Token"] = GitHubEmulator.BotToken,
            });
        }

        public async ValueTask DisposeAsync()
        {
            await (portal?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (gitHub?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
