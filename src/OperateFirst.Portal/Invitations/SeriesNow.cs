using NodaTime;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Meetings;

namespace OperateFirst.Portal.Invitations;

/// <summary>A meeting as the content file has it now, with what invites need of it.</summary>
/// <param name="FirstDate">The first date by the rhythm of those that are still to come, moved ones included; null where none is.</param>
/// <param name="Today">In the meeting's zone.</param>
internal sealed record SeriesNow(Meeting Meeting, CalendarPerson Organizer, DateOnly? FirstDate, DateOnly Today, string Fingerprint)
{
    public static SeriesNow Of(Meeting meeting, PortalContent content, Occurrences occurrences, DateTime now)
    {
        var contact = content.ContactOf(meeting.Contact);
        var organizer = new CalendarPerson(contact.Name, contact.Email);

        // A date that was moved back may come after others that follow it by the rhythm.
        var dates = occurrences.Next(meeting, now, meeting.Changes.Count + 1).Select(occurrence => occurrence.Date).ToList();
        return new SeriesNow(
            meeting,
            organizer,
            dates.Count > 0 ? dates.Min() : null,
            Instant.FromDateTimeUtc(now).InZone(DateTimeZoneProviders.Tzdb[meeting.Zone]).Date.ToDateOnly(),
            SeriesFingerprint.Of(meeting, organizer, dates.Count > 0));
    }

    public SeriesDifference DifferenceTo(InviteSnapshot told) => SeriesDifference.Between(told, Meeting, Organizer, Today);

    /// <summary>What is told next. The first date stays, so that calendars keep what was; other times begin with the next date.</summary>
    public InviteSnapshot SnapshotAfter(InviteSnapshot told, IReadOnlyList<CalendarPerson> people) =>
        InviteSnapshot.Of(Meeting, DifferenceTo(told).TimesChanged && FirstDate is { } first ? first : told.FirstDate, Organizer, people);
}
