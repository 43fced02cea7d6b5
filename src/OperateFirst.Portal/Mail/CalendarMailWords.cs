using System.Globalization;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Meetings;

namespace OperateFirst.Portal.Mail;

/// <summary>The words around a calendar object. The dates are those that were next when it was issued: sent again, it reads the same.</summary>
internal sealed class CalendarMailWords(PortalAddress address, Occurrences occurrences)
{
    private const int Shown = 3;

    public MailText Of(InviteRevision revision, string uid, string slug, CalendarReader reader)
    {
        var snapshot = revision.Snapshot;
        var meeting = snapshot.AsMeeting();
        var (subject, heading, paragraph) = Said(revision, snapshot.ShortTitle, slug, reader);
        var ends = revision is { IsCancel: true, RecurrenceDate: null };
        var dates = ends ? [] : occurrences.Next(meeting, revision.AtUtc, Shown);
        var clock = dates.Skip(1).FirstOrDefault(date => date.ClockChanged)?.ClockChange;
        var rhythm = $"{char.ToUpperInvariant(meeting.Rhythm[0])}{meeting.Rhythm[1..]}";
        return new MailText
        {
            Subject = $"{subject}: {snapshot.ShortTitle}",
            Preview = dates.Count > 0 ? $"{rhythm}. Next: {dates[0].Start.ToString("d MMMM", CultureInfo.InvariantCulture)}." : paragraph,
            Heading = heading,
            Greeting = $"Hello {reader.Name},",
            Paragraphs = [paragraph],
            FactsTitle = ends ? "" : "The meeting",
            Facts = ends ? [] :
            [
                new MailFact("When", rhythm),
                new MailFact("Next dates", [.. dates.Select(date => Line(date, meeting.ZoneName))]),
                .. revision.RecurrenceDate is null ? [new MailFact("Invited", Invited(snapshot, reader))] : Array.Empty<MailFact>(),
            ],
            FactsNote = clock is null ? "" : $"The UTC time moves by one hour because {clock}.",
            Button = reader.IsMember ? new MailLink(ends ? "Open your project" : "See your next step", address.Of($"/projects/{slug}")) : null,
            FurtherLink = new MailLink($"All dates of the {snapshot.ShortTitle}", address.Of($"/meetings#{snapshot.Meeting}")),
            FurtherNote = "Cannot open the attachment? There is a calendar to subscribe to.",
            SmallPrint = $"You get this because you {(ends ? "were" : "are")} invited for {slug}. Answering this e-mail writes to {snapshot.Organizer.Name}.",
            ReplyTo = new MailPerson(snapshot.Organizer.Name, snapshot.Organizer.Email),
            Calendar = new MailCalendar(revision.Method, $"{snapshot.Meeting}.ics", revision.ToCalendar(uid).ToBytes()),
        };
    }

    private static (string Subject, string Heading, string Paragraph) Said(InviteRevision revision, string title, string slug, CalendarReader reader)
    {
        const string Update = "The update for your calendar is attached; open it if your calendar has not taken it over already.";
        const string Removal = "The attached file takes it out of your calendar.";
        return revision switch
        {
            { IsCancel: true, RecurrenceDate: not null } => ("One date is cancelled", $"One date of the {title} is cancelled", $"{revision.Sentence} {Update}"),
            { IsCancel: true, Cause: InviteCauses.Removed } =>
                ("No longer invited", $"You are no longer invited to the {title}", $"Other people come to it for {slug} now. {Removal}"),
            { IsCancel: true } => ("Cancelled", $"Your invite to the {title} is cancelled", $"{revision.Sentence} {Removal}"),
            { RecurrenceDate: not null } => ("One date has changed", $"One date of the {title} has changed", $"{revision.Sentence} {Update}"),
            { Cause: InviteCauses.Approved or InviteCauses.People } when reader.IsNew => (
                "You are invited",
                $"You are invited to the {title}",
                $"{revision.ByName} approved {(IsAsker(revision, reader) ? "your" : "the")} request for {slug}. The calendar invite is attached; open it to add all dates to your calendar."),
            { Cause: InviteCauses.People } => ("Other people are invited", $"Other people are invited to the {title}", $"{revision.Sentence} {Update}"),
            _ => ("The meeting has changed", $"The {title} has changed", $"{revision.Sentence} {Update}"),
        };
    }

    private static bool IsAsker(InviteRevision revision, CalendarReader reader) => revision.Snapshot.Attendees[0].Is(reader.Email);

    /// <summary>"Wed 28 October 2026 (12:00 UTC)".</summary>
    private static string Line(Occurrence date, string zone)
    {
        var day = date.Start.ToString("ddd d MMMM yyyy", CultureInfo.InvariantCulture);
        var utc = date.StartUtc.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return date.Remark.Length == 0
            ? $"{day} ({utc})"
            : $"{day}, {date.Start.ToString("H:mm", CultureInfo.InvariantCulture)} {zone} ({utc}). {date.Remark}";
    }

    /// <summary>"You, A and B".</summary>
    private static string Invited(InviteSnapshot snapshot, CalendarReader reader)
    {
        List<string> names = ["You", .. snapshot.Attendees.Where(person => !person.Is(reader.Email)).Select(person => person.Name)];
        return names.Count == 1 ? "You" : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }
}
