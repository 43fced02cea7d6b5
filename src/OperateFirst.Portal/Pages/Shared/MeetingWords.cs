using System.Globalization;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Pages.Shared.Tags;

namespace OperateFirst.Portal.Pages.Shared;

public static class MeetingWords
{
    extension(Meeting meeting)
    {
        /// <summary>When the series meets, in words: "every second Wednesday, 8:00 US Eastern".</summary>
        public string Rhythm => $"{Every(meeting.EveryWeeks)} {meeting.Anchor.DayOfWeek}, {meeting.Start.ToString("H:mm", CultureInfo.InvariantCulture)} {meeting.ZoneName}";

        /// <summary>How a sentence calls the meeting's zone; the IANA name where there is no better one.</summary>
        public string ZoneName => meeting.Zone == "America/New_York" ? "US Eastern" : meeting.Zone;
    }

    private static string Every(int weeks) => weeks switch
    {
        1 => "every",
        2 => "every second",
        3 => "every third",
        _ => $"every {CountInWords.Of(weeks)} weeks on",
    };
}
