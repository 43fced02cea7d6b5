using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Markdig;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Tests.Onboarding;

/// <summary>Whatever people type into a registration: their issue, read as GitHub reads it, holds only what the portal wrote.</summary>
public sealed class InertIssueTests
{
    // Everything that GitHub makes something of: https://docs.github.com/get-started/writing-on-github.
    private static readonly string[] Pieces =
    [
        "@octocat", "@open-infrastructure-labs/ops", "#12", "GH-12", "gh-12", "sigstore/sigstore#12", "octocat@16c999e", "16c999e8c71134401a78d4d46435517b2271d6ac", "deadbeef",
        "https://github.com/o/r/issues/1", "https://github.com/o/r&sol;issues&sol;1", "www.example.org", "![x](https://example.org/x.png)", "[x](https://github.com/o/r/pull/1)", "[x]: https://example.org",
        "<img src=https://example.org/x.png>", "<https://example.org>", "<b>", "</details>", "<!--", "-->", TrackingIssueBody.Begin, TrackingIssueBody.End,
        "<!-- operate-first-portal:project:0123456789abcdef0123456789abcdef -->", "<!- - operate-first-portal:end -->", "`", "``", "```", "````", "~~~", "\n", "\n\n", "    ", "\n    ", "\t", " ",
        "- [x] 8. Cluster access", "# Heading", "> [!WARNING]", "---", "===", "| a | b |\n|---|---|\n| c | d |", "$`x`$", "$$x$$", ":tada:", "[^1]", "[^1]: note", "*[HTML]: x", "**b**", "\\", "\\`", "\\@",
        "&commat;octocat", "&#64;octocat", "&#35;12", "&lt;!--", "lead@example.org", "fixes #1", "closes o/r#2", "é", "日本", "🎉", "\u200B", "word",
    ];

    private static readonly MarkdownPipeline GitHub = new MarkdownPipelineBuilder().UseAdvancedExtensions().UseEmojiAndSmiley().Build();

    private static readonly PortalAddress Address = new(Options.Create(new PortalOptions { Address = "https://portal.example.org" }));

    private static readonly Arbitrary<string> Typed = Arb.From(
        Gen.Elements(Pieces).NonEmptyListOf().Resize(10).Select(string.Concat), text => text.Length > 1 ? [text[..(text.Length / 2)], text[(text.Length / 2)..]] : []);

    [Property(MaxTest = 2_000)]
    public Property Nothing_of_what_is_typed_is_live_in_the_issue() => Prop.ForAll(Typed, Typed, (one, other) =>
    {
        var plain = Live(Body("a", "a", "a"));
        var body = Body(one, other, one);

        Assert.Equal(plain, Live(body));
        Assert.Equal(1, body.Split(TrackingIssueBody.Begin).Length - 1);
        Assert.Equal(1, body.Split(TrackingIssueBody.End).Length - 1);
        Assert.Equal(1, body.Split("<!-- operate-first-portal:project:").Length - 1);
        Assert.Equal(3, body.Split("<!--").Length - 1);
        Assert.DoesNotContain("lead@example.org", body, StringComparison.Ordinal);
        Assert.StartsWith("<!-- operate-first-portal:project:", TrackingIssueBody.Replace(body, "new"), StringComparison.Ordinal);
        Assert.EndsWith("new\n\n_Notes outside the portal's part are kept._\n", TrackingIssueBody.Replace(body, "new"), StringComparison.Ordinal);
    });

    [Property(MaxTest = 1_000)]
    public Property Nothing_of_a_sentence_is_live_in_a_comment() => Prop.ForAll(Typed, typed =>
        Assert.Equal(Live($"<!-- marker -->\n{InertMarkdown.Inline("a")}\n"), Live($"<!-- marker -->\n{InertMarkdown.Inline(typed)}\n")));

    [Theory]
    [InlineData("gh-12")]
    [InlineData("deadbeef")]
    [InlineData("16c999e8c71134401a78d4d46435517b2271d6ac")]
    public void A_short_name_that_reads_as_a_reference_is_none(string slug)
    {
        var part = TrackingIssueBody.Part(Facts("a", "a", "a", slug), Journey.Of(Facts("a", "a", "a", slug), JourneyTests.Now), Address);

        Assert.DoesNotContain(Live(part), text => text.Contains(slug, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://github.com/o/r/issues/1")]
    [InlineData("https://github.com/o/r&sol;issues&sol;1")]
    [InlineData("https://github.com/o/r#1")]
    [InlineData("https://github.com/o/r/commit/16c999e8c71134401a78d4d46435517b2271d6ac")]
    [InlineData("https://example.org/)](https://evil.example/x)")]
    [InlineData("https://example.org/>](<https://evil.example/x>")]
    [InlineData("https://example.org/`@octocat`")]
    public void A_link_to_the_repository_leads_to_a_repository_or_nowhere(string url)
    {
        var links = Markdown.Parse($"- Repository: {InertMarkdown.Link("repository", url)}\n", GitHub).Descendants().OfType<LinkInline>().ToList();

        Assert.All(links, link => Assert.True(new Uri(link.Url ?? "").Segments.Length <= 3 && !(link.Url ?? "").Contains('#') && link.Url != "https://evil.example/x", link.Url));
        Assert.True(links.Count <= 1);
    }

    private static string Body(string name, string description, string lead)
    {
        var facts = Facts(name, description, lead, "apex");
        return TrackingIssueBody.Whole(TrackingIssueBody.Part(facts, Journey.Of(facts, JourneyTests.Now), Address), Guid.Empty);
    }

    private static ProjectFacts Facts(string name, string description, string lead, string slug) =>
        JourneyTests.Agreed with { Slug = slug, Name = name, Description = description, Leads = [lead, "cooktheryan"] };

    // All that a reader of Markdown makes more of than letters in code: its kind, and its words.
    private static List<string> Live(string markdown) =>
    [
        .. Markdown.Parse(markdown, GitHub).Descendants().Select(piece => piece switch
        {
            CodeInline => "code",
            CodeBlock => "code block",
            LiteralInline literal => $"text {literal.Content}",
            TaskList { Checked: var ticked } => $"box {ticked}",
            LinkInline link => $"link {link.Url} {link.IsImage}",
            AutolinkInline link => $"link {link.Url}",
            HtmlInline html => $"html {html.Tag}",
            HtmlBlock block => $"html {block.Lines}",
            _ => $"{piece.GetType().Name} {piece.TryGetAttributes()?.Id}",
        }),
    ];
}
