using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Tests.Onboarding;

public sealed class TrackingIssueBodyTests
{
    private const string Old = $"{TrackingIssueBody.Begin}\nold\n{TrackingIssueBody.End}";
    private const string New = $"{TrackingIssueBody.Begin}\nnew\n{TrackingIssueBody.End}";

    [Fact]
    public void What_stands_outside_the_markers_is_kept()
    {
        Assert.Equal($"before\n{New}\nafter", TrackingIssueBody.Replace($"before\n{Old}\nafter", New));
    }

    [Theory]
    [InlineData("all gone")]
    [InlineData($"{TrackingIssueBody.Begin}\nend was deleted")]
    [InlineData($"begin was deleted\n{TrackingIssueBody.End}")]
    public void Without_both_markers_the_part_is_added_and_nothing_lost(string body)
    {
        var once = TrackingIssueBody.Replace(body, New);

        Assert.StartsWith(body, once, StringComparison.Ordinal);
        Assert.EndsWith($"{New}\n", once, StringComparison.Ordinal);
        Assert.Equal(once, TrackingIssueBody.Replace(once, New));
    }
}
