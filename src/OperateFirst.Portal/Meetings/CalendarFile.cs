using System.Text;
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

    /// <param name="host">The portal's host name, which makes the UID unique in the world. No @ joins them: nothing here may look like an e-mail address.</param>
    /// <param name="nowUtc">Only where the anchor is still to come: then the series begins before it, so that the file holds every date the page shows.</param>
    /// <returns>The same bytes for the same meeting and host.</returns>
    public static byte[] For(Meeting meeting, string host, DateTime nowUtc)
    {
        var series = new MeetingSeries(meeting);
        var today = Instant.FromDateTimeUtc(nowUtc).InZone(series.Zone).Date.ToDateOnly();
        var first = meeting.Anchor <= today ? meeting.Anchor : series.LastDateUpTo(today);

        var entry = series.EventFrom(first);
        entry.Uid = $"{meeting.Name}.meetings.{host}";
        // From the series, not from the clock: a subscriber who asks again must get the same bytes.
        entry.DtStamp = new CalDateTime(first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        entry.Summary = meeting.Title;
        entry.Description = meeting.Purpose;

        var calendar = new Calendar { Method = "PUBLISH", ProductId = "-//Operate First//Portal//EN" };
        calendar.AddProperty("X-WR-CALNAME", meeting.Title);
        calendar.AddProperty("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
        // A year early, or the observances begin after the first occurrence and leave it without an offset.
        calendar.AddTimeZone(VTimeZone.FromDateTimeZone(meeting.Zone, first.AddYears(-1).ToDateTime(TimeOnly.MinValue), includeHistoricalData: false));
        calendar.Events.Add(entry);
        return Encoding.UTF8.GetBytes(new CalendarSerializer().SerializeToString(calendar)
            ?? throw new InvalidOperationException($"The calendar of {meeting.Name} could not be written."));
    }
}
