namespace OperateFirst.Portal.Content;

/// <summary>Days and hours where the coordinators' business day is counted.</summary>
public static class NewYork
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public static DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, Zone));

    /// <summary>The moment in UTC. For hours of the working day only, which no change of the clocks skips or repeats.</summary>
    public static DateTime Utc(DateOnly day, TimeOnly hour) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(hour), Zone);
}
