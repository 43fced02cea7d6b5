using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Ical.Net;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Tests.Mail;

namespace OperateFirst.Portal.Tests.Meetings;

/// <summary>Whatever names and titles say: a calendar invite has the lines that the portal gave it, each folded as RFC 5545 asks.</summary>
public sealed class CalendarInjectionTests
{
    private const int OctetsInALine = 75;

    private static readonly string[] Expected = [.. Properties(Written(new HostileText("Eve")))];

    [Property(MaxTest = 1_500)]
    public Property No_text_adds_a_line_to_a_calendar_invite() => Prop.ForAll(HostileText.Any, typed =>
    {
        var bytes = Written(typed);
        var text = Encoding.UTF8.GetString(bytes);
        Assert.Equal(Expected, Properties(bytes));
        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= OctetsInALine && !line.Any(c => char.IsControl(c) && c != '\t'), line));

        var entry = Assert.Single(Calendar.Load(text)?.Events.ToList() ?? []);
        Assert.Equal(["mailto:first@example.org", "mailto:second@example.org"], entry.Attendees.Select(attendee => attendee.Value?.OriginalString));
        Assert.Equal("mailto:bburns@redhat.com", entry.Organizer?.Value?.OriginalString);
        Assert.Empty(entry.Alarms);
    });

    private static byte[] Written(HostileText typed)
    {
        var meeting = MeetingSamples.Coordination with { Title = typed.Value, ShortTitle = typed.Value, Purpose = typed.Value };
        var snapshot = InviteSnapshot.Of(
            meeting, meeting.Anchor, new CalendarPerson(typed.Value, "bburns@redhat.com"),
            [new CalendarPerson(typed.Value, "first@example.org"), new CalendarPerson($"x{typed.Value}", "second@example.org")]);
        return new CalendarInvite(snapshot, "invite.1.portal.example.org", 1, CalendarInvite.Request, null, MeetingSamples.Utc(2026, 10, 20)).ToBytes();
    }

    // Names of the unfolded lines, in their order.
    private static IEnumerable<string> Properties(byte[] calendar) => Encoding.UTF8.GetString(calendar)
        .Replace("\r\n ", "", StringComparison.Ordinal).Replace("\r\n\t", "", StringComparison.Ordinal)
        .Split(["\r\n", "\n", "\r"], StringSplitOptions.None)
        .Select(line => line.StartsWith("BEGIN:", StringComparison.Ordinal) || line.StartsWith("END:", StringComparison.Ordinal) ? line : line.Split(':', ';')[0])
        .Where(name => name.Length > 0);
}
