using System.Globalization;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Tests.Content;

public sealed class BusinessDaysTests
{
    private readonly BusinessDays days = new(ContentFolder.Shipped);

    [Theory]
    [InlineData("2026-10-20T09:12Z", "2026-10-20T20:00Z", 0)] // the same day
    [InlineData("2026-10-20T09:12Z", "2026-10-23T09:12Z", 3)] // Tuesday to Friday
    [InlineData("2026-10-23T15:00Z", "2026-10-25T15:00Z", 0)] // Friday to Sunday
    [InlineData("2026-10-23T15:00Z", "2026-10-26T15:00Z", 1)] // Friday to Monday
    [InlineData("2026-10-09T15:00Z", "2026-10-13T15:00Z", 1)] // over Columbus Day
    [InlineData("2026-07-02T15:00Z", "2026-07-06T15:00Z", 1)] // 4 July is a Saturday: Friday is off
    [InlineData("2026-11-25T15:00Z", "2026-11-30T15:00Z", 2)] // over Thanksgiving: Friday and Monday count
    [InlineData("2026-12-24T15:00Z", "2027-01-04T15:00Z", 5)] // over Christmas and New Year
    [InlineData("2027-12-23T15:00Z", "2028-01-03T15:00Z", 5)] // both holidays on the Friday before
    [InlineData("2026-10-21T03:59Z", "2026-10-21T04:00Z", 1)] // midnight in New York
    [InlineData("2026-10-23T15:00Z", "2026-10-20T15:00Z", 0)] // never negative
    public void Business_days_are_Monday_to_Friday_in_New_York_less_the_holidays(string since, string until, int expected) =>
        Assert.Equal(expected, days.Between(Utc(since), Utc(until)));

    [Theory]
    [InlineData("2026-10-21T12:00Z", "2026-10-23T12:00Z", 3)] // 8:00 on Wednesday to 8:00 on Friday: two mornings
    [InlineData("2026-10-21T13:00Z", "2026-10-21T13:01Z", 4)] // the very start of business
    [InlineData("2026-10-21T13:01Z", "2026-10-22T13:00Z", 5)] // from after one start to just before the next
    [InlineData("2026-10-24T00:00Z", "2026-10-26T00:00Z", 5)] // a weekend has no business to pause
    [InlineData("2026-10-22T00:00Z", null, 1)] // no end known
    [InlineData("2026-10-01T00:00Z", "2026-10-12T00:00Z", 5)] // over before it began to wait
    public void A_day_whose_start_of_business_lies_in_a_pause_does_not_count(string from, string? to, int expected) =>
        Assert.Equal(expected, days.Between(Utc("2026-10-20T09:12Z"), Utc("2026-10-27T20:00Z"), [new Pause(Utc(from), to is null ? null : Utc(to))]));

    [Theory]
    [InlineData("2026-10-20", 3, "2026-10-23")]
    [InlineData("2026-10-23", 1, "2026-10-26")]
    [InlineData("2026-11-25", 2, "2026-11-30")]
    [InlineData("2026-10-24", 0, "2026-10-24")]
    public void So_many_business_days_after_a_day_is_a_business_day(string day, int count, string expected) =>
        Assert.Equal(DateOnly.Parse(expected, CultureInfo.InvariantCulture), days.After(DateOnly.Parse(day, CultureInfo.InvariantCulture), count));

    [Fact]
    public void Counted_at_once_or_day_by_day_it_is_the_same()
    {
        var first = new DateOnly(2026, 6, 20);
        foreach (var since in Enumerable.Range(0, 400).Select(first.AddDays))
        {
            var counted = 0;
            for (var until = since; until < since.AddDays(60); until = until.AddDays(1))
            {
                counted += until > since && days.IsBusinessDay(until) ? 1 : 0;
                Assert.Equal(counted, days.Between(Noon(since), Noon(until)));
            }
        }
    }

    [Fact]
    public void The_last_day_since_which_so_many_have_begun_is_the_last_one()
    {
        var first = new DateOnly(2026, 6, 20);
        foreach (var day in Enumerable.Range(0, 400).Select(first.AddDays))
        {
            Assert.Equal(day, days.Before(day, 0));
            for (var count = 1; count <= 10; count++)
            {
                var before = days.Before(day, count);
                Assert.Equal((count, count - 1), (days.Between(Noon(before), Noon(day)), days.Between(Noon(before.AddDays(1)), Noon(day))));
            }
        }
    }

    [Theory]
    [InlineData(2026)]
    [InlineData(2027)]
    public void Every_federal_holiday_of_the_year_is_a_weekday_without_a_clock(int year)
    {
        var holidays = ContentFolder.Shipped.Holidays.Where(holiday => holiday.Date.Year == year).ToArray();

        // 2027 has twelve: New Year's Day 2028 is a Saturday and observed on 31 December.
        Assert.Equal(year == 2027 ? 12 : 11, holidays.Length);
        Assert.All(holidays, holiday => Assert.False(holiday.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
        Assert.All(holidays, holiday => Assert.False(days.IsBusinessDay(holiday.Date)));
    }

    private static DateTime Noon(DateOnly day) => NewYork.Utc(day, new TimeOnly(12, 0));

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
