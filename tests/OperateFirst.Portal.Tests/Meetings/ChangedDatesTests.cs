using System.Globalization;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Meetings;

namespace OperateFirst.Portal.Tests.Meetings;

public sealed class ChangedDatesTests
{
    private static readonly DateTime From = MeetingSamples.Utc(2026, 10, 29);
    private readonly Occurrences occurrences = new();

    [Fact]
    public void A_cancelled_date_is_listed_with_its_reason_and_is_never_next()
    {
        var listed = occurrences.Listed(MeetingSamples.Changed, From, 1).Single();

        Assert.True(listed.IsCancelled);
        Assert.Equal("Cancelled: Veterans Day", listed.Remark);
        Assert.Equal("2026-11-11T08:00-05:00", Written(listed));
        Assert.Equal("2026-11-24T09:30-05:00", Written(occurrences.Next(MeetingSamples.Changed, From, 1).Single()));
    }

    [Theory]
    [InlineData(0, "2026-11-24T09:30-05:00", "Moved from Wed 25 Nov, 8:00: Thanksgiving")]
    [InlineData(1, "2026-12-09T07:00-05:00", "Moved from 8:00: Room taken")]
    [InlineData(2, "2027-01-06T08:00-05:00", "")]
    public void A_moved_date_stands_at_its_new_time_and_says_where_it_came_from(int at, string start, string remark)
    {
        var found = occurrences.Next(MeetingSamples.Changed, From, 3)[at];

        Assert.Equal(start, Written(found));
        Assert.Equal(remark, found.Remark);
    }

    [Fact]
    public void A_date_moved_past_the_next_one_stands_in_the_order_of_time()
    {
        var found = occurrences.Next(MeetingSamples.Changed, MeetingSamples.Utc(2027, 2, 20), 3);

        Assert.Equal(["2027-03-17T08:00-04:00", "2027-03-18T08:00-04:00", "2027-03-31T08:00-04:00"], found.Select(Written));
        Assert.Equal(new DateOnly(2027, 3, 3), found[1].Date);
    }

    [Fact]
    public void The_change_of_the_clocks_is_told_at_the_next_date_that_takes_place()
    {
        var found = occurrences.Next(MeetingSamples.Changed, From, 2);

        Assert.Equal("US clocks go back on 1 November", found[0].ClockChange);
        Assert.Null(found[1].ClockChange);
    }

    [Fact]
    public void A_series_ends_with_its_last_day()
    {
        var found = occurrences.Next(MeetingSamples.Changed, MeetingSamples.Utc(2027, 11, 1), 10);

        Assert.Equal(["2027-11-08T08:00-05:00", "2027-11-10T08:00-05:00", "2027-11-24T08:00-05:00", "2027-12-08T08:00-05:00"], found.Select(Written));
        Assert.Empty(occurrences.Listed(MeetingSamples.Changed, MeetingSamples.Utc(2027, 12, 9), 3));
    }

    [Fact]
    public void A_moved_date_that_runs_is_still_the_next_one()
    {
        var start = new DateTime(2026, 11, 24, 14, 30, 0, DateTimeKind.Utc);

        Assert.Equal(start, occurrences.Next(MeetingSamples.Changed, start.AddMinutes(59), 1).Single().StartUtc);
        Assert.NotEqual(start, occurrences.Next(MeetingSamples.Changed, start.AddMinutes(60), 1).Single().StartUtc);
    }

    [Fact]
    public void Whenever_one_looks_the_dates_are_the_same()
    {
        var all = occurrences.Next(MeetingSamples.Changed, MeetingSamples.Utc(2026, 10, 1), 100);

        for (var at = MeetingSamples.Utc(2026, 10, 1); at < MeetingSamples.Utc(2027, 12, 20); at = at.AddDays(3))
        {
            Assert.Equal(all.Where(one => one.EndUtc > at).Select(Written), occurrences.Next(MeetingSamples.Changed, at, 100).Select(Written));
        }
    }

    private static string Written(Occurrence occurrence) => occurrence.Start.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);
}
