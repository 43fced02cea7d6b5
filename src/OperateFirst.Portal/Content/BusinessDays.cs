namespace OperateFirst.Portal.Content;

/// <summary>Business days are Monday to Friday in New York, less the holidays of the content file.</summary>
public sealed class BusinessDays(PortalContent content)
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private readonly HashSet<DateOnly> holidays = [.. content.Holidays.Select(holiday => holiday.Date)];

    public bool IsBusinessDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);

    /// <summary>Business days that began after the day of <paramref name="sinceUtc"/>, up to and with the day of <paramref name="untilUtc"/>.</summary>
    public int Between(DateTime sinceUtc, DateTime untilUtc)
    {
        var last = NewYorkDay(untilUtc);
        var count = 0;
        for (var day = NewYorkDay(sinceUtc).AddDays(1); day <= last; day = day.AddDays(1))
        {
            if (IsBusinessDay(day))
            {
                count++;
            }
        }

        return count;
    }

    private static DateOnly NewYorkDay(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, NewYork));
}
