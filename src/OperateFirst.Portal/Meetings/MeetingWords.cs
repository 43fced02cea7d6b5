using System.Globalization;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Meetings;

public static class MeetingWords
{
    private static readonly string[] Every = ["every", "every second", "every third", "every fourth"];

    extension(Meeting meeting)
    {
        /// <summary>When the series meets, in words: "every second Wednesday, 8:00 US Eastern".</summary>
        public string Rhythm => $"{EveryWords(meeting.EveryWeeks)} {meeting.Anchor.DayOfWeek}, {Hour(meeting.Start)} {meeting.ZoneName}";

        /// <summary>How a sentence calls the meeting's zone; the IANA name where there is no better one.</summary>
        public string ZoneName => meeting.Zone == "America/New_York" ? "US Eastern" : meeting.Zone;
    }

    /// <summary>"Wed 25 Nov".</summary>
    internal static string Day(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    /// <summary>"8:00".</summary>
    internal static string Hour(TimeOnly time) => time.ToString("H:mm", CultureInfo.InvariantCulture);

    private static string EveryWords(int weeks) => weeks <= Every.Length
        ? Every[weeks - 1]
        : string.Create(CultureInfo.InvariantCulture, $"every {weeks} weeks on");
}
