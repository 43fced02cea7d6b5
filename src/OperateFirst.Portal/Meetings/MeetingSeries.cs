using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;
using OperateFirst.Portal.Content;
using IcalDuration = Ical.Net.DataTypes.Duration;

namespace OperateFirst.Portal.Meetings;

/// <summary>The recurrence of one meeting, said once: the dates shown and the calendar files both come from here.</summary>
public sealed class MeetingSeries(Meeting meeting)
{
    public Meeting Meeting { get; } = meeting;

    public DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb[meeting.Zone];

    /// <summary>The last date of the series on or before <paramref name="day"/>; the anchor may lie on either side of it.</summary>
    public DateOnly LastDateUpTo(DateOnly day)
    {
        var step = Meeting.EveryWeeks * 7;
        var since = (day.DayNumber - Meeting.Anchor.DayNumber) % step;
        return day.AddDays(since < 0 ? -since - step : -since);
    }

    /// <summary>A VEVENT of the series from one of its dates on, in its own zone; without UID, people and texts.</summary>
    public CalendarEvent EventFrom(DateOnly first) => new()
    {
        Start = new CalDateTime(first, Meeting.Start, Meeting.Zone),
        Duration = IcalDuration.FromMinutes(Meeting.Minutes),
        RecurrenceRule = new RecurrenceRule(FrequencyType.Weekly, Meeting.EveryWeeks) { ByDay = [new WeekDay(first.DayOfWeek)] },
    };
}
