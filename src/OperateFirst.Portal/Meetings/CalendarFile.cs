using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Meetings;

/// <summary>A series as a calendar anyone may subscribe to: published (RFC 5546), so without ORGANIZER, ATTENDEE or any person's address.</summary>
public static class CalendarFile
{
    public const string ContentType = "text/calendar; charset=utf-8";

    internal const string Product = "-//Operate First//Portal//EN";

    /// <param name="host">The portal's host name, which makes the UID unique in the world. No @ joins them: nothing here may look like an e-mail address.</param>
    /// <param name="nowUtc">Only where the anchor is still to come: then the series begins before it, so that the file holds every date the page shows.</param>
    /// <returns>The same bytes for the same meeting and host.</returns>
    public static byte[] For(Meeting meeting, string host, DateTime nowUtc)
    {
        var series = new MeetingSeries(meeting);
        var today = Instant.FromDateTimeUtc(nowUtc).InZone(series.Zone).Date.ToDateOnly();
        var first = meeting.Anchor <= today ? meeting.Anchor : series.LastDateUpTo(today);

        var calendar = new Calendar { Method = "PUBLISH", ProductId = Product };
        calendar.AddProperty("X-WR-CALNAME", meeting.Title);
        calendar.AddProperty("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
        calendar.AddTimeZone(series.ZoneFrom(first));

        // From the series, not from the clock: a subscriber who asks again must get the same bytes.
        var stamp = new CalDateTime(first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        var master = Described(series.EventFrom(first), meeting, host, stamp, "");
        calendar.Events.Add(master);
        foreach (var change in meeting.Changes.Where(change => change.Date >= first))
        {
            if (change.IsCancelled)
            {
                master.ExceptionDates.Add(series.RhythmStart(change.Date));
            }
            else
            {
                calendar.Events.Add(Described(series.EventOn(change.Date, change), meeting, host, stamp, $"\nMoved: {change.Why}"));
            }
        }

        return Written(calendar);
    }

    internal static byte[] Written(Calendar calendar) => LineFolding.Apply(new CalendarSerializer().SerializeToString(calendar)
        ?? throw new InvalidOperationException("The calendar could not be written."));

    private static CalendarEvent Described(CalendarEvent entry, Meeting meeting, string host, CalDateTime stamp, string remark)
    {
        entry.Uid = $"{meeting.Name}.meetings.{host}";
        entry.DtStamp = stamp;
        entry.Summary = meeting.Title;
        entry.Description = meeting.Purpose + remark;
        return entry;
    }
}
