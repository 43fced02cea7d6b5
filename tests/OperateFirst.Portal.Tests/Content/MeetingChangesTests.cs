using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Tests.Content;

/// <summary>The end of a series and its changed dates, as portal.yaml has them.</summary>
public sealed class MeetingChangesTests : IDisposable
{
    private const string Yaml = "portal.yaml";
    private const string Before = "    every-weeks: 2\n    after-commitment: false\n";

    private readonly ContentFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_series_without_them_has_no_end_and_no_changed_date() =>
        Assert.All(ContentFolder.Shipped.Meetings, meeting => Assert.True(meeting.Until is null && meeting.Changes.Count == 0));

    [Fact]
    public void They_are_read_in_the_order_of_their_dates()
    {
        Write("until: 2026-12-31", "{ date: 2026-12-23, cancelled: true, why: Christmas }", "{ date: 2026-11-25, moved-to: 2026-11-24, start: \"09:00\", why: Thanksgiving }", "{ date: 2026-12-09, start: 07:00, why: Room }");

        var meeting = folder.Load().Meetings[0];

        Assert.Equal(new(2026, 12, 31), meeting.Until);
        Assert.Equal(
            [
                new(new(2026, 11, 25), new(2026, 11, 24), new(9, 0), "Thanksgiving"),
                new(new(2026, 12, 9), new(2026, 12, 9), new(7, 0), "Room"),
                new(new(2026, 12, 23), null, null, "Christmas"),
            ],
            meeting.Changes);
        Assert.True(meeting.Changes[2].IsCancelled);
    }

    [Theory]
    [InlineData("until: 2026-02-17", "until: 2026", "is before the anchor 2026-02-18")]
    [InlineData("until: soon", "until: soon", "must be a date such as 2026-10-28")]
    [InlineData("{ date: 2026-11-18, cancelled: true, why: x }", "- { date", "the series 'coordination' does not meet on 2026-11-18")]
    [InlineData("{ date: 2027-01-06, cancelled: true, why: x }", "- { date", "the series 'coordination' does not meet on 2027-01-06", "until: 2026-12-31")]
    [InlineData("{ date: 2026-11-25, cancelled: true, moved-to: 2026-11-24, why: x }", "- { date", "either 'cancelled: true', or with 'moved-to'")]
    [InlineData("{ date: 2026-11-25, cancelled: true, start: 09:00, why: x }", "- { date", "either 'cancelled: true', or with 'moved-to'")]
    [InlineData("{ date: 2026-11-25, why: x }", "- { date", "either 'cancelled: true', or with 'moved-to'")]
    [InlineData("{ date: 2026-11-25, cancelled: false, why: x }", "- { date", "'cancelled' is 'false'; it must be one of: true")]
    [InlineData("{ date: 2026-11-25, cancelled: true }", "- { date", "'why' is missing")]
    [InlineData("{ date: 2026-11-25, cancelled: true, why: '' }", "- { date", "'why' is empty")]
    [InlineData("{ date: 2026-11-25, cancelled: true, why: x, who: y }", "- { date", "'who' is not known here")]
    [InlineData("{ date: 2026-11-25, start: 08:00, why: x }", "- { date", "2026-11-25 is moved to where it is already")]
    [InlineData("{ date: 2026-11-25, moved-to: 2026-12-09, why: x }", "- { date", "the series 'coordination' meets on 2026-12-09 anyway")]
    [InlineData("{ date: 2026-11-25, moved-to: 24 Nov, why: x }", "- { date", "must be a date such as 2026-10-28")]
    [InlineData("{ date: 2026-11-25, start: 9 AM, why: x }", "- { date", "must be a time of day such as 08:00")]
    public void A_mistake_is_refused_with_file_and_line(string line, string at, string problem, string until = "")
    {
        if (line.StartsWith("until", StringComparison.Ordinal))
        {
            Write(line);
        }
        else
        {
            Write(until, line);
        }

        var message = folder.Refused().Message;

        Assert.StartsWith($"{Yaml}:{folder.LineOf(Yaml, at == "- { date" ? "      - { date" : at)}: ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_stands_once_only()
    {
        Write("", "{ date: 2026-11-25, cancelled: true, why: x }", "{ date: 2026-11-25, start: 09:00, why: twice }");

        Assert.StartsWith($"{Yaml}:{folder.LineOf(Yaml, "why: twice")}: 'date: 2026-11-25' stands twice under 'changes'", folder.Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_without_an_entry_is_a_mistake()
    {
        folder.Replace(Yaml, Before, Before + "    changes: []\n");

        Assert.Contains("'changes' must be a list with at least one entry", folder.Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_dates_are_not_moved_to_one_day()
    {
        Write("", "{ date: 2026-11-25, moved-to: 2026-12-02, why: x }", "{ date: 2026-12-09, moved-to: 2026-12-02, why: again }");

        Assert.StartsWith($"{Yaml}:{folder.LineOf(Yaml, "why: again")}: 'moved-to: 2026-12-02' stands twice under 'changes'", folder.Refused().Message, StringComparison.Ordinal);
    }

    private void Write(string until, params string[] changes)
    {
        var list = changes.Length == 0 ? "" : $"    changes:\n{string.Concat(changes.Select(change => $"      - {change}\n"))}";
        folder.Replace(Yaml, Before, Before + (until.Length == 0 ? "" : $"    {until}\n") + list);
    }
}
