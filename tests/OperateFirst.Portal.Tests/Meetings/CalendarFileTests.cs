using System.Text;
using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Tests.Content;

namespace OperateFirst.Portal.Tests.Meetings;

public sealed class CalendarFileTests
{
    private static readonly DateTime Now = new(2026, 10, 23, 10, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Names => [.. ContentFolder.Shipped.Meetings.Select(meeting => meeting.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_calendar_program_finds_the_same_dates_as_the_page_for_two_years(string name)
    {
        var entry = Parsed(FileOf(name)).Events.Single();

        var read = entry.GetOccurrences().Take(52).Select(found => (found.Period.StartTime.AsUtc, found.Period.EffectiveEndTime?.AsUtc));

        var own = new Occurrences().Next(Find(name), new DateTime(2026, 2, 18, 0, 0, 0, DateTimeKind.Utc), 52);
        Assert.Equal(own.Select(occurrence => (occurrence.StartUtc, (DateTime?)occurrence.EndUtc)), read);
    }

    /// <summary>Ical.Net takes the zone by its name; other programs take the rules in the file. So they are evaluated here on their own.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_zone_written_in_the_file_gives_the_same_hours(string name)
    {
        var zone = Parsed(FileOf(name)).TimeZones.Single();
        Assert.Equal("America/New_York", zone.TzId);
        var changes = zone.TimeZoneInfos.SelectMany(ChangesOf).OrderBy(change => change.Local).ToArray();

        var own = new Occurrences().Next(Find(name), new DateTime(2026, 2, 18, 0, 0, 0, DateTimeKind.Utc), 52);

        Assert.All(own, occurrence => Assert.Equal(changes.Last(change => change.Local <= occurrence.Start.DateTime).Offset, occurrence.Start.Offset));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_line_is_longer_than_75_octets_and_every_line_ends_with_CRLF(string name)
    {
        var wordy = Find(name) with { Purpose = string.Concat(Enumerable.Repeat("Grüße an alle, die hier üben; 会議です. ", 20)) };
        var bytes = CalendarFile.For(wordy, "portal.example.org", Now);
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);

        Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Equal(wordy.Purpose, Parsed(bytes).Events.Single().Description);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_calendar_is_published_and_names_no_person(string name)
    {
        var text = Encoding.UTF8.GetString(FileOf(name));

        Assert.Contains("\r\nMETHOD:PUBLISH\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nBEGIN:VTIMEZONE\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE\r\n", text, StringComparison.Ordinal);
        Assert.Contains("T080000\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("ORGANIZER|ATTENDEE|mailto|@", RegexOptions.IgnoreCase), text);
        Assert.All(ContentFolder.Shipped.Contacts, contact => Assert.DoesNotContain(contact.Email, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Asking_again_gives_the_same_bytes() => Assert.Equal(FileOf("coordination"), CalendarFile.For(Find("coordination"), "portal.example.org", Now.AddDays(200)));

    [Fact]
    public void The_UID_is_stable_when_the_meeting_moves_and_differs_between_series()
    {
        var moved = Find("coordination") with { Anchor = new(2026, 2, 19), Start = new(9, 0), Title = "Another title" };

        Assert.Equal("coordination.meetings.portal.example.org", UidOf(FileOf("coordination")));
        Assert.Equal(UidOf(FileOf("coordination")), UidOf(CalendarFile.For(moved, "portal.example.org", Now)));
        Assert.NotEqual(UidOf(FileOf("coordination")), UidOf(FileOf("sprint-planning")));
    }

    [Fact]
    public void An_anchor_still_to_come_leaves_no_date_out()
    {
        var later = Find("coordination") with { Anchor = new(2027, 2, 3) };

        var first = Parsed(CalendarFile.For(later, "portal.example.org", Now)).Events.Single().GetOccurrences().First().Period.StartTime;

        Assert.True(first.AsUtc <= Now);
        Assert.Equal(DayOfWeek.Wednesday, first.DayOfWeek);
    }

    private static Meeting Find(string name) => ContentFolder.Shipped.Meetings.Single(meeting => meeting.Name == name);

    private static byte[] FileOf(string name) => CalendarFile.For(Find(name), "portal.example.org", Now);

    private static string? UidOf(byte[] file) => Parsed(file).Events.Single().Uid;

    private static Calendar Parsed(byte[] file)
    {
        var calendar = Calendar.Load(Encoding.UTF8.GetString(file));
        Assert.NotNull(calendar);
        return calendar;
    }

    private static IEnumerable<(DateTime Local, TimeSpan Offset)> ChangesOf(VTimeZoneInfo observance)
    {
        Assert.NotNull(observance.DtStart);
        Assert.NotNull(observance.OffsetTo);
        Assert.NotNull(observance.RecurrenceRule);
        var start = observance.DtStart.Value;
        var yearly = new CalendarEvent { Start = new CalDateTime(start, hasTime: true), RecurrenceRule = observance.RecurrenceRule };
        return yearly.GetOccurrences().Take(8).Select(found => (found.Period.StartTime.Value, observance.OffsetTo.Offset));
    }
}
