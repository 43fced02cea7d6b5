using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Meetings;

/// <summary>A calendar object to send to people (RFC 5545, 5546): an invite, its update or its end. Pure: the same facts give the same bytes.</summary>
/// <param name="Method"><see cref="Request"/> or <see cref="Cancel"/>.</param>
/// <param name="RecurrenceDate">The one date, by the rhythm, that it is about; null for the whole series.</param>
/// <param name="AtUtc">When it was issued.</param>
public sealed record CalendarInvite(InviteSnapshot Snapshot, string Uid, int Sequence, string Method, DateOnly? RecurrenceDate, DateTime AtUtc)
{
    public const string Request = "REQUEST";
    public const string Cancel = "CANCEL";

    public byte[] ToBytes()
    {
        var meeting = Snapshot.AsMeeting();
        var series = new MeetingSeries(meeting);
        var calendar = new Calendar { Method = Method, ProductId = CalendarFile.Product };
        calendar.AddTimeZone(series.ZoneFrom(Snapshot.FirstDate));
        if (RecurrenceDate is { } date)
        {
            calendar.Events.Add(Described(series.EventOn(date, Method == Cancel ? null : series.ChangeOf(date))));
            return CalendarFile.Written(calendar);
        }

        var master = series.EventFrom(Snapshot.FirstDate);
        calendar.Events.Add(Described(master));

        // A new version of the series replaces the whole of the old one, so it carries the changed dates too.
        foreach (var change in meeting.Changes.Where(change => Method == Request && change.Date >= Snapshot.FirstDate && meeting.MeetsOn(change.Date)))
        {
            if (change.IsCancelled)
            {
                master.ExceptionDates.Add(series.RhythmStart(change.Date));
            }
            else
            {
                calendar.Events.Add(Described(series.EventOn(change.Date, change)));
            }
        }

        return CalendarFile.Written(calendar);
    }

    private CalendarEvent Described(CalendarEvent entry)
    {
        entry.Uid = Uid;
        entry.Sequence = Sequence;
        entry.DtStamp = new CalDateTime(new DateTime(AtUtc.Ticks - (AtUtc.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc));
        entry.Status = Method == Cancel ? "CANCELLED" : "CONFIRMED";
        entry.Summary = OneLine(Snapshot.Title);
        entry.Description = OneLine(Snapshot.Purpose);
        entry.Organizer = new Organizer { Value = AddressOf(Snapshot.Organizer), CommonName = Parameter(Snapshot.Organizer.Name) };
        foreach (var person in Snapshot.Attendees)
        {
            entry.Attendees.Add(Method == Cancel
                ? new Attendee { Value = AddressOf(person), CommonName = Parameter(person.Name) }
                : new Attendee { Value = AddressOf(person), CommonName = Parameter(person.Name), Role = "REQ-PARTICIPANT", ParticipationStatus = "NEEDS-ACTION", Rsvp = true });
        }

        return entry;
    }

    // RFC 6068: of what an address may hold, these mean something else in a URI.
    private static Uri AddressOf(CalendarPerson person) => new(
        $"mailto:{person.Email.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3F", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal)}");

    // Ical.Net quotes a parameter where it must, but drops quotation marks and lets line ends through: RFC 6868 has words for the first, the
    // second go. A backslash means nothing here by RFC 5545, yet some programs take it for an escape.
    private static string Parameter(string name) => OneLine(name)
        .Replace("^", "^^", StringComparison.Ordinal).Replace("\"", "^'", StringComparison.Ordinal).Replace('\\', '/');

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(Rune.IsControl(rune) || rune.Value is (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069) ? " " : rune.ToString());
        }

        return line.ToString().Trim();
    }
}
