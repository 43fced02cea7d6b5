using System.Text;
using System.Text.RegularExpressions;
using FsCheck.Fluent;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Meetings;

/// <summary>What another implementation of iCalendar understands of the portal's calendar objects.</summary>
public sealed class SecondReaderTests : IAsyncDisposable
{
    private const string Uid = "0192f0c0d0e070008000000000000001@portal.example.org";
    private static readonly DateTime Issued = new(2026, 10, 23, 10, 45, 7, 999, DateTimeKind.Utc);
    private static readonly DateTime End = MeetingSamples.Utc(2028, 10, 23);
    private readonly CalendarReader reader = new();
    private readonly Occurrences occurrences = new();

    public ValueTask DisposeAsync() => reader.DisposeAsync();

    [Theory]
    [MemberData(nameof(MeetingSamples.Names), MemberType = typeof(MeetingSamples))]
    public async Task The_invite_holds_the_portals_own_dates_for_two_years(string name)
    {
        var read = await ReadAsync(Invite(MeetingSamples.Named(name)));

        Assert.Equal(Own(MeetingSamples.Named(name)), read.Occurrences);
        Assert.True(read.Occurrences.Count > 20);
    }

    [Theory]
    [MemberData(nameof(MeetingSamples.Names), MemberType = typeof(MeetingSamples))]
    public async Task The_public_calendar_holds_the_same_dates_and_names_nobody(string name)
    {
        var text = Encoding.UTF8.GetString(CalendarFile.For(MeetingSamples.Named(name), "portal.example.org", Issued));

        var read = await reader.ReadAsync(text, Issued, End);

        Assert.Equal("PUBLISH", read.Method);
        Assert.Equal(Own(MeetingSamples.Named(name)), read.Occurrences);
        Assert.All(read.Entries, entry => Assert.True(entry.Organizer is null && entry.Attendees.Count == 0));
        Assert.DoesNotContain("@", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_says_what_RFC_5546_asks_for()
    {
        var read = await ReadAsync(Invite(MeetingSamples.Coordination));

        var entry = Assert.Single(read.Entries);
        Assert.Equal(["REQUEST", "America/New_York"], [read.Method, .. read.Zones]);
        Assert.Equal((Uid, 0, "CONFIRMED"), (entry.Uid, entry.Sequence, entry.Status));
        Assert.Equal(new DateTime(2026, 10, 23, 10, 45, 7, DateTimeKind.Utc), entry.Stamp);
        Assert.Equal("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", entry.Rule);
        Assert.Equal(MeetingSamples.Utc(2026, 10, 28, 12), entry.Start);
        Assert.Equal(new ReadPerson("Bill Burns", "bburns@redhat.com", null, null, null), entry.Organizer);
        Assert.Equal(MeetingSamples.Three.Select(person => new ReadPerson(person.Name, person.Email, "REQ-PARTICIPANT", "NEEDS-ACTION", "TRUE")), entry.Attendees);
    }

    [Fact]
    public async Task A_cancellation_takes_all_dates_out()
    {
        var invite = Invite(MeetingSamples.Changed);

        var read = await ReadAsync(invite, invite with { Method = CalendarInvite.Cancel, Sequence = 1 });

        var entry = Assert.Single(read.Entries);
        Assert.Equal(("CANCEL", Uid, 1, "CANCELLED"), (read.Method, entry.Uid, entry.Sequence, entry.Status));
        Assert.Equal(3, entry.Attendees.Count);
        Assert.Empty(read.Occurrences);
    }

    [Fact]
    public async Task Updates_of_single_dates_lead_to_the_same_calendar_as_one_new_invite()
    {
        var plain = MeetingSamples.Coordination with { Until = MeetingSamples.Changed.Until };
        List<CalendarInvite> sent = [Invite(plain)];
        foreach (var change in MeetingSamples.Changed.Changes)
        {
            var method = change.IsCancelled ? CalendarInvite.Cancel : CalendarInvite.Request;
            sent.Add(Invite(MeetingSamples.Changed) with { Method = method, RecurrenceDate = change.Date, Sequence = sent.Count });
        }

        Assert.Equal(Own(MeetingSamples.Changed), (await ReadAsync([.. sent])).Occurrences);

        foreach (var change in MeetingSamples.Changed.Changes)
        {
            sent.Add(Invite(plain) with { RecurrenceDate = change.Date, Sequence = sent.Count });
        }

        Assert.Equal(Own(plain), (await ReadAsync([.. sent])).Occurrences);
    }

    [Fact]
    public async Task A_new_version_of_the_series_replaces_times_and_changed_dates()
    {
        var thursdays = MeetingSamples.Coordination with { Anchor = new(2026, 11, 5), Start = new(16, 0), EveryWeeks = 4 };

        var read = await ReadAsync(Invite(MeetingSamples.Changed), Invite(thursdays) with { Sequence = 1 });

        Assert.Equal(Own(thursdays), read.Occurrences);
    }

    [Theory]
    [InlineData("Plain Name")]
    [InlineData("Burns, Bill; PhD: the \"Boss\"")]
    [InlineData("^caret^ ^n ^' back\\slash\\n")]
    [InlineData("O'Neill <o@example.org> =?utf-8?q?x?=")]
    [InlineData("שלום עולם")]
    [InlineData("😀👩‍💻 会議 é")]
    [InlineData("Very long name, very long name; very long name: very long name \"very long name\" 会議会議会議会議会議会議会議")]
    public async Task A_name_that_people_type_arrives_as_it_is(string name)
    {
        var read = await ReadAsync(Invite(MeetingSamples.Coordination with { Title = name, Purpose = name }, people: [new(name, "a+b%c'd@example.org")]));

        var entry = Assert.Single(read.Entries);
        Assert.Equal((name, name), (entry.Summary, entry.Description));
        Assert.Equal((name.Replace('\\', '/'), "a+b%c'd@example.org"), (Assert.Single(entry.Attendees).Name, entry.Attendees[0].Email));
    }

    [Fact]
    public async Task An_emoji_across_the_end_of_a_line_stays_whole()
    {
        foreach (var before in Enumerable.Range(1, 75))
        {
            var name = new string('a', before) + string.Concat(Enumerable.Repeat("😀", 20));
            await AssertNothingInjectedAsync(name, name, name);
        }
    }

    [Theory]
    [InlineData("x\r\nATTENDEE:mailto:evil@example.org\r\n")]
    [InlineData("x\nEND:VEVENT\nEND:VCALENDAR")]
    [InlineData("\"\r\nX-EVIL:1\r\n\"")]
    [InlineData("x\u2028ATTENDEE:y\u0085z\u000B\u0000\u202E")]
    public async Task A_line_end_in_a_name_injects_nothing(string name) => await AssertNothingInjectedAsync(name, name, name);

    /// <summary>Random text with everything that means something to iCalendar, thrown at each field that a person types.</summary>
    [Fact]
    public async Task Whatever_is_typed_no_property_and_no_person_is_added()
    {
        string[] pieces = ["\"", ",", ";", ":", "\\", "\\n", "^", "^'", "\r\n", "\n", "\r", "=", "mailto:x@y.org", "BEGIN:VEVENT", "ATTENDEE", " ", "\t", "a", "é", "会", "😀", "א", "\u202E", "\u0000", "%0D%0A"];
        var texts = Gen.Elements(pieces).ListOf(12).Select(list => string.Concat(list)).Three().Sample(150);

        foreach (var (title, purpose, name) in texts)
        {
            await AssertNothingInjectedAsync(title, purpose, name);
        }
    }

    private async Task AssertNothingInjectedAsync(string title, string purpose, string name)
    {
        var plain = (await ReadAsync(Invite(MeetingSamples.Coordination))).Entries.Single();
        var invite = Invite(MeetingSamples.Coordination with { Title = title, Purpose = purpose }, people: [new(name, "one@example.org"), new("Two", "two@example.org"), new(name, "three@example.org")]);
        var text = Encoding.UTF8.GetString(invite.ToBytes());

        var entry = Assert.Single((await ReadAsync(invite)).Entries);

        Assert.Equal(plain.Properties.Order(), entry.Properties.Order());
        Assert.Equal(["one@example.org", "two@example.org", "three@example.org"], entry.Attendees.Select(person => person.Email));
        Assert.Equal(Cleaned(name).Replace('\\', '/'), entry.Attendees[0].Name ?? "");
        Assert.Equal(Cleaned(title), entry.Summary ?? "");
        Assert.DoesNotMatch(new Regex("[^\\r]\\n|\\r[^\\n]"), text);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
    }

    // Control characters and marks that turn the reading direction become spaces; everything else stays.
    private static string Cleaned(string text) => Regex.Replace(text, "[\\p{Cc}\u2028-\u202E\u2066-\u2069]", " ").Trim();

    // By way of how it is stored.
    private CalendarInvite Invite(Meeting meeting, IReadOnlyList<CalendarPerson>? people = null) => new(
        InviteSnapshot.Read(InviteSnapshot.Write(
            InviteSnapshot.Of(meeting, occurrences.Next(meeting, Issued, 1)[0].Date, MeetingSamples.Bill, people ?? MeetingSamples.Three))),
        Uid,
        0,
        CalendarInvite.Request,
        null,
        Issued);

    private Task<ReadCalendar> ReadAsync(params CalendarInvite[] sent) =>
        reader.ReadAsync([.. sent.Select(invite => Encoding.UTF8.GetString(invite.ToBytes()))], Issued, End);

    private IEnumerable<ReadOccurrence> Own(Meeting meeting) =>
        occurrences.Next(meeting, Issued, 200).Where(one => one.StartUtc < End).Select(one => new ReadOccurrence(one.StartUtc, one.EndUtc));
}
