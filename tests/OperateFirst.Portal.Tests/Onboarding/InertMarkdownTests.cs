using Markdig;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Tests.Onboarding;

public sealed class InertMarkdownTests
{
    public static TheoryData<string> Typed => new()
    {
        "@bburns look",
        "fixes #12 and o/r#3",
        "<script>alert(1)</script>",
        "<!-- operate-first-portal:end -->",
        "![x](https://example.org/x.png) [y](javascript:alert(1))",
        "**bold** `code` ``` fence",
        "``` \n# heading\n```",
        "``````` many",
        "`",
        "https://github.com/o/r/issues/1",
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public void What_people_typed_is_code_and_nothing_else(string typed)
    {
        var pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().Build();
        foreach (var markdown in new[] { $"- Name: {InertMarkdown.Inline(typed)}\n", $"before\n\n{InertMarkdown.Block(typed)}\n\nafter\n" })
        {
            var html = Markdown.ToHtml(markdown, pipeline);
            var outside = System.Text.RegularExpressions.Regex.Replace(html, "<code[^>]*>.*?</code>", "", System.Text.RegularExpressions.RegexOptions.Singleline);

            Assert.DoesNotContain('@', outside);
            Assert.DoesNotContain('#', outside);
            Assert.DoesNotContain("http", outside, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<a ", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<!--", markdown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_e_mail_address_is_masked()
    {
        Assert.DoesNotContain("lead@example.org", InertMarkdown.Inline("write to lead@example.org"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/sigstore/sigstore", true)]
    [InlineData("https://www.sigstore.dev/", true)]
    [InlineData("https://github.com/o/r/issues/1", false)]
    [InlineData("https://github.com/o/r/pull/1#discussion", false)]
    [InlineData("https://github.com/o/r&sol;issues&sol;1", false)]
    [InlineData("https://github.com/o/r&#47;issues&#47;1", false)]
    [InlineData("https://github.com/o/r?x=&commat;octocat", false)]
    public void A_link_that_another_project_would_be_told_of_is_not_live(string url, bool live)
    {
        Assert.Equal(live, InertMarkdown.Link("repository", url).StartsWith("[repository](", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://example.org/eve@evil.example")]
    [InlineData("https://example.org/eve%40evil.example")]
    public void An_address_in_a_link_is_masked(string url)
    {
        var link = InertMarkdown.Link("repository", url);

        Assert.DoesNotContain("evil", link, StringComparison.Ordinal);
        Assert.Contains("[e-mail address]", link, StringComparison.Ordinal);
    }
}
