using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Meetings;

/// <summary>Of all that the invited have to be told when it changes: invites with today's fingerprint need no look.</summary>
public static class SeriesFingerprint
{
    /// <summary>Of a meeting that is no longer in the content file.</summary>
    public const string Gone = "gone";

    /// <param name="hasDates">False where every date is past.</param>
    /// <returns>Lower-case hex SHA-256.</returns>
    public static string Of(Meeting meeting, CalendarPerson organizer, bool hasDates)
    {
        // The rhythm's phase and not the anchor: another anchor on the same dates changes nothing for anybody.
        var phase = meeting.Anchor.DayNumber % (meeting.EveryWeeks * 7);
        List<string?> facts =
        [
            meeting.Title, organizer.Name, organizer.Email, meeting.Zone, Text(meeting.Start), Text(meeting.Minutes), Text(meeting.EveryWeeks),
            Text(phase), Text(meeting.Until), Text(hasDates),
        ];
        facts.AddRange(meeting.Changes.SelectMany(change => new[] { Text(change.Date), Text(change.MovedTo), Text(change.Start) }));
        var joined = string.Join('\n', facts.Select(fact => fact is null ? "-" : $"={fact.ReplaceLineEndings(" ")}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(joined)));
    }

    private static string? Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
}
