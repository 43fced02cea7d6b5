using System.Globalization;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Tests.Content;

namespace OperateFirst.Portal.Tests.Meetings;

public sealed class OccurrencesTests
{
    private static readonly Meeting Coordination = ContentFolder.Shipped.Meetings.Single(meeting => meeting.Name == "coordination");
    private static readonly Meeting SprintPlanning = ContentFolder.Shipped.Meetings.Single(meeting => meeting.Name == "sprint-planning");
    private readonly Occurrences occurrences = new();

    [Theory]
    [InlineData("2026-02-18", 13)]
    [InlineData("2026-03-04", 13)]
    [InlineData("2026-03-18", 12)]
    [InlineData("2026-10-28", 12)]
    [InlineData("2026-11-11", 13)]
    [InlineData("2027-03-03", 13)]
    [InlineData("2027-03-17", 12)]
    [InlineData("2027-10-27", 12)]
    [InlineData("2027-11-10", 13)]
    public void Coordination_is_at_8_in_New_York_whatever_hour_that_is_in_UTC(string date, int utcHour)
    {
        var day = DateOnly.Parse(date, CultureInfo.InvariantCulture);

        var next = occurrences.Next(Coordination, Midnight(day), 1).Single();

        Assert.Equal(day.ToDateTime(new TimeOnly(utcHour, 0)), next.StartUtc);
        Assert.Equal(DateTimeKind.Utc, next.StartUtc.Kind);
        Assert.Equal(next.StartUtc.AddHours(1), next.EndUtc);
        Assert.Equal(day.ToDateTime(new TimeOnly(8, 0)), next.Start.DateTime);
        Assert.Equal(TimeSpan.FromHours(8 - utcHour), next.Start.Offset);
    }

    [Theory]
    [InlineData("coordination", "2026-03-18", "US clocks go forward on 8 March")]
    [InlineData("coordination", "2026-11-11", "US clocks go back on 1 November")]
    [InlineData("coordination", "2027-03-17", "US clocks go forward on 14 March")]
    [InlineData("coordination", "2027-11-10", "US clocks go back on 7 November")]
    [InlineData("sprint-planning", "2026-03-11", "US clocks go forward on 8 March")]
    [InlineData("sprint-planning", "2026-11-04", "US clocks go back on 1 November")]
    [InlineData("sprint-planning", "2027-03-24", "US clocks go forward on 14 March")]
    [InlineData("sprint-planning", "2027-11-17", "US clocks go back on 7 November")]
    public void The_first_date_after_a_clock_change_says_so_even_as_the_first_one_shown(string name, string date, string note)
    {
        var day = DateOnly.Parse(date, CultureInfo.InvariantCulture);
        var meeting = ContentFolder.Shipped.Meetings.Single(meeting => meeting.Name == name);

        var next = occurrences.Next(meeting, Midnight(day), 2);

        Assert.Equal(day, DateOnly.FromDateTime(next[0].Start.DateTime));
        Assert.Equal(note, next[0].ClockChange);
        Assert.True(next[0].ClockChanged);
        Assert.False(next[1].ClockChanged);
    }

    [Fact]
    public void The_clock_changes_twice_a_year_and_never_else() => Assert.Equal(
        [new(2026, 3, 18), new(2026, 11, 11), new(2027, 3, 17), new(2027, 11, 10)],
        TwoYears(Coordination).Where(occurrence => occurrence.ClockChanged).Select(occurrence => DateOnly.FromDateTime(occurrence.StartUtc)));

    [Fact]
    public void The_two_series_never_meet_on_one_date_and_share_every_Wednesday()
    {
        var dates = TwoYears(Coordination).Concat(TwoYears(SprintPlanning)).Select(occurrence => DateOnly.FromDateTime(occurrence.Start.DateTime)).Order().ToArray();

        Assert.Equal(104, dates.Length);
        Assert.All(dates, date => Assert.Equal(DayOfWeek.Wednesday, date.DayOfWeek));
        Assert.All(dates.Zip(dates.Skip(1)), pair => Assert.Equal(7, pair.Second.DayNumber - pair.First.DayNumber));
    }

    [Fact]
    public void A_meeting_that_runs_now_is_still_the_next_one_until_it_ends()
    {
        var start = new DateTime(2026, 10, 28, 12, 0, 0, DateTimeKind.Utc);

        Assert.Equal(start, occurrences.Next(Coordination, start.AddMinutes(59), 1).Single().StartUtc);
        Assert.Equal(start.AddDays(14).AddHours(1), occurrences.Next(Coordination, start.AddMinutes(60), 1).Single().StartUtc);
    }

    [Theory]
    [InlineData(-104)]
    [InlineData(-2)]
    [InlineData(2)]
    [InlineData(520)]
    public void An_anchor_long_ago_or_still_to_come_gives_the_same_dates(int weeks) => Assert.Equal(
        TwoYears(Coordination), TwoYears(Coordination with { Anchor = Coordination.Anchor.AddDays(weeks * 7) }));

    [Fact]
    public void A_time_that_the_spring_change_skips_moves_forward_by_the_gap()
    {
        var nightly = Coordination with { Anchor = new(2026, 3, 8), Start = new(2, 30), EveryWeeks = 1 };

        var next = occurrences.Next(nightly, Midnight(new(2026, 3, 8)), 1).Single();

        Assert.Equal(new DateTimeOffset(2026, 3, 8, 3, 30, 0, TimeSpan.FromHours(-4)), next.Start);
    }

    [Fact]
    public void A_time_that_the_autumn_change_repeats_is_the_first_of_the_two()
    {
        var nightly = Coordination with { Anchor = new(2026, 11, 1), Start = new(1, 30), EveryWeeks = 1 };

        var next = occurrences.Next(nightly, Midnight(new(2026, 11, 1)), 1).Single();

        Assert.Equal(new DateTimeOffset(2026, 11, 1, 1, 30, 0, TimeSpan.FromHours(-4)), next.Start);
    }

    [Fact]
    public void A_meeting_elsewhere_follows_the_clocks_there()
    {
        var next = occurrences.Next(Coordination with { Zone = "Europe/Berlin" }, Midnight(new(2026, 10, 28)), 1).Single();

        Assert.Equal(7, next.StartUtc.Hour);
        Assert.Equal("Clocks in Europe/Berlin go back on 25 October", next.ClockChange);
    }

    [Fact]
    public void A_time_that_is_not_UTC_is_refused() =>
        Assert.Throws<ArgumentException>(() => occurrences.Next(Coordination, new DateTime(2026, 10, 28), 1));

    [Fact]
    public void The_leaf_of_the_calendar_shows_day_and_month()
    {
        var next = occurrences.Next(Coordination, Midnight(new(2026, 3, 1)), 1).Single();

        Assert.Equal("4 Mar", $"{next.Day} {next.Month}");
    }

    private IReadOnlyList<Occurrence> TwoYears(Meeting meeting) => occurrences.Next(meeting, Midnight(new(2026, 1, 1)), 52);

    private static DateTime Midnight(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
