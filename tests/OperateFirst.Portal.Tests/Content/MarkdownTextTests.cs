using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Tests.Content;

public sealed class MarkdownTextTests
{
    [Fact]
    public void Headings_lists_emphasis_and_links_are_shown() => Assert.Equal(
        "<h2>1. What</h2>\n<ul>\n<li><strong>One</strong> <a href=\"https://example.org/\">link</a></li>\n</ul>\n",
        MarkdownText.ToHtml("## 1. What\n\n- **One** [link](https://example.org/)\n"));

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("Text <img src=x onerror=alert(1)>", "<img")]
    [InlineData("[x](javascript:alert(1))", "javascript:")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)", "data:")]
    [InlineData("<javascript:alert(1)>", "href")]
    [InlineData("![x](https://example.org/pixel.png)", "<img")]
    [InlineData("<b style=\"color:red\">x</b>", "<b")]
    public void Nothing_that_runs_or_loads_gets_through(string markdown, string never) =>
        Assert.DoesNotContain(never, MarkdownText.ToHtml(markdown), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Raw_HTML_is_shown_as_text() => Assert.Contains("&lt;b&gt;x&lt;/b&gt;", MarkdownText.ToHtml("<b>x</b>"), StringComparison.Ordinal);

    [Fact]
    public void Addresses_within_the_portal_stay() => Assert.Contains("href=\"/guide#t5\"", MarkdownText.ToHtml("[T5](/guide#t5)"), StringComparison.Ordinal);
}
