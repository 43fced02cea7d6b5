namespace OperateFirst.Portal.Content;

/// <summary>Business days are Monday to Friday in New York, less the holidays of the content file.</summary>
public sealed class BusinessDays(PortalContent content)
{
    /// <summary>A day on which this hour lies in a pause does not count; a pause that begins later in the day, or ends before, takes nothing away.</summary>
    public static readonly TimeOnly StartOfBusiness = new(9, 0);

    private readonly HashSet<DateOnly> holidays = [.. content.Holidays.Select(holiday => holiday.Date)];
    private readonly DateOnly[] onWeekdays = [.. content.Holidays.Select(holiday => holiday.Date).Distinct().Where(day => !IsWeekend(day))];

    public bool IsBusinessDay(DateOnly day) =>
        !IsWeekend(day) && !holidays.Contains(day);

    /// <summary>Business days that began after the day of <paramref name="sinceUtc"/>, up to and with the day of <paramref name="untilUtc"/>.</summary>
    public int Between(DateTime sinceUtc, DateTime untilUtc) => Between(sinceUtc, untilUtc, []);

    /// <summary>The same, less the days that a pause took away: no clock runs while it lasts.</summary>
    public int Between(DateTime sinceUtc, DateTime untilUtc, IReadOnlyList<Pause> pauses)
    {
        var (first, last) = (NewYork.DayOf(sinceUtc).AddDays(1), NewYork.DayOf(untilUtc));
        if (last < first)
        {
            return 0;
        }

        if (pauses.Count == 0)
        {
            return WeekdaysUpTo(last) - WeekdaysUpTo(first.AddDays(-1)) - HolidaysWithin(first, last);
        }

        var count = 0;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (IsBusinessDay(day) && !IsPaused(day, pauses))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>The business day that is <paramref name="count"/> business days after a day.</summary>
    public DateOnly After(DateOnly day, int count)
    {
        for (var left = count; left > 0; left -= IsBusinessDay(day) ? 1 : 0)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The last day since which <paramref name="count"/> business days have begun, that of <paramref name="day"/> included.</summary>
    public DateOnly Before(DateOnly day, int count)
    {
        for (var left = count; left > 0; day = day.AddDays(-1))
        {
            left -= IsBusinessDay(day) ? 1 : 0;
        }

        return day;
    }

    private int HolidaysWithin(DateOnly first, DateOnly last)
    {
        var count = 0;
        foreach (var day in onWeekdays)
        {
            count += day >= first && day <= last ? 1 : 0;
        }

        return count;
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    // The first day of all, number 0, is a Monday.
    private static int WeekdaysUpTo(DateOnly day) => ((day.DayNumber + 1) / 7 * 5) + Math.Min((day.DayNumber + 1) % 7, 5);

    private static bool IsPaused(DateOnly day, IReadOnlyList<Pause> pauses)
    {
        var start = NewYork.Utc(day, StartOfBusiness);
        return pauses.Any(pause => pause.FromUtc <= start && !(pause.ToUtc <= start));
    }
}

/// <summary>A time in which no clock runs.</summary>
/// <param name="ToUtc">Null where no end is known.</param>
public sealed record Pause(DateTime FromUtc, DateTime? ToUtc);
