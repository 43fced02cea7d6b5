using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;
using OperateFirst.Portal.Content;
using IcalDuration = Ical.Net.DataTypes.Duration;

namespace OperateFirst.Portal.Meetings;

/// <summary>The recurrence of one meeting, said once: the dates shown and the calendar files all come from here.</summary>
public sealed class MeetingSeries(Meeting meeting)
{
    public Meeting Meeting { get; } = meeting;

    public DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb[meeting.Zone];

    /// <summary>The last date of the rhythm on or before <paramref name="day"/>; the anchor may lie on either side of it.</summary>
    public DateOnly LastDateUpTo(DateOnly day)
    {
        var step = Meeting.EveryWeeks * 7;
        var since = (day.DayNumber - Meeting.Anchor.DayNumber) % step;
        return day.AddDays(since < 0 ? -since - step : -since);
    }

    /// <summary>The dates of the rhythm from one of them on, up to the end of the series; endless where it has none.</summary>
    public IEnumerable<DateOnly> DatesFrom(DateOnly first) => first > Meeting.Until
        ? []
        : EventFrom(first).GetOccurrences().Select(found => DateOnly.FromDateTime(found.Period.StartTime.Value));

    public MeetingChange? ChangeOf(DateOnly date) => Meeting.Changes.FirstOrDefault(change => change.Date == date);

    public ZonedDateTime StartOn(DateOnly date) => At(date, Meeting.Start);

    /// <summary>When it is instead; for a cancelled one, when it would have been.</summary>
    public ZonedDateTime StartOf(MeetingChange change) => At(change.MovedTo ?? change.Date, change.Start ?? Meeting.Start);

    /// <summary>A VEVENT of the series from one of its dates on, in its own zone; without UID, people, texts and changed dates.</summary>
    public CalendarEvent EventFrom(DateOnly first) => new()
    {
        Start = new CalDateTime(first, Meeting.Start, Meeting.Zone),
        Duration = IcalDuration.FromMinutes(Meeting.Minutes),
        RecurrenceRule = new RecurrenceRule(FrequencyType.Weekly, Meeting.EveryWeeks)
        {
            ByDay = [new WeekDay(first.DayOfWeek)],
            Until = Meeting.Until is { } until ? EndOf(until) : null,
        },
    };

    /// <summary>The VEVENT of one date, at the time <paramref name="change"/> moves it to or, where that is null, at the rhythm's; without UID, people and texts.</summary>
    public CalendarEvent EventOn(DateOnly date, MeetingChange? change) => new()
    {
        RecurrenceIdentifier = new RecurrenceIdentifier(RhythmStart(date)),
        Start = new CalDateTime(change?.MovedTo ?? date, change?.Start ?? Meeting.Start, Meeting.Zone),
        Duration = IcalDuration.FromMinutes(Meeting.Minutes),
    };

    /// <summary>The start of a date as EXDATE and RECURRENCE-ID name it: by the rhythm, whatever was changed.</summary>
    public CalDateTime RhythmStart(DateOnly date) => new(date, Meeting.Start, Meeting.Zone);

    /// <summary>The zone with the observances of all dates from <paramref name="first"/> on.</summary>
    public VTimeZone ZoneFrom(DateOnly first) =>

        // A year early, or the observances begin after the first occurrence and leave it without an offset.
        VTimeZone.FromDateTimeZone(Meeting.Zone, first.AddYears(-1).ToDateTime(TimeOnly.MinValue), includeHistoricalData: false);

    // RFC 5545, 3.3.10: UNTIL is in UTC where DTSTART has a zone.
    private CalDateTime EndOf(DateOnly day) => new(Zone.AtStartOfDay(LocalDate.FromDateOnly(day.AddDays(1))).ToDateTimeUtc().AddSeconds(-1));

    // Leniently: a wall clock the spring change skips moves forward, as RFC 5545 asks; one that happens twice is the first.
    private ZonedDateTime At(DateOnly day, TimeOnly time) => Zone.AtLeniently(LocalDate.FromDateOnly(day).At(LocalTime.FromTimeOnly(time)));
}
