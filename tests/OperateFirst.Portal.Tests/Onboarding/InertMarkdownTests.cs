using OperateFirst.Portal.Onboarding;
using Xunit;

namespace OperateFirst.Portal.Tests.Onboarding;

public sealed class InertMarkdownTests
{
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
