using OperateFirst.Portal.Content;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Tests.Content;

namespace OperateFirst.Portal.Tests.Meetings;

/// <summary>The shipped meetings, and with dates that were changed.</summary>
internal static class MeetingSamples
{
    public static readonly Meeting Coordination = Find("coordination");

    /// <summary>Over two years: dates cancelled, moved to another day, to another hour, past the next date, and an end.</summary>
    public static readonly Meeting Changed = Coordination with
    {
        Until = new(2027, 12, 8),
        Changes =
        [
            new(new(2026, 11, 11), null, null, "Veterans Day"),
            new(new(2026, 11, 25), new(2026, 11, 24), new(9, 30), "Thanksgiving"),
            new(new(2026, 12, 9), new(2026, 12, 9), new(7, 0), "Room taken"),
            new(new(2026, 12, 23), null, null, "Christmas"),
            new(new(2027, 3, 3), new(2027, 3, 18), null, "Conference"),
            new(new(2027, 10, 27), new(2027, 11, 8), null, "Across the change of the clocks"),
        ],
    };

    public static readonly CalendarPerson Bill = new("Bill Burns", "bburns@redhat.com");

    public static readonly IReadOnlyList<CalendarPerson> Three =
        [new("cooktheryan", "lead@example.org"), new("Third Attendee", "third@example.org"), new("Second Attendee", "second@example.org")];

    public static TheoryData<string> Names => ["coordination", "sprint-planning", "changed"];

    public static Meeting Named(string name) => name == "changed" ? Changed : Find(name);

    public static DateTime Utc(int year, int month, int day, int hour = 0) => new(year, month, day, hour, 0, 0, DateTimeKind.Utc);

    private static Meeting Find(string name) => ContentFolder.Shipped.Meetings.Single(meeting => meeting.Name == name);
}
