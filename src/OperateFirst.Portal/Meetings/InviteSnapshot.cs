using System.Text.Json;
using System.Text.Json.Serialization;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Meetings;

/// <summary>
/// Everything a calendar invite says, kept as it was when it was issued: sent again, it is the same to the byte, whatever the content
/// file says by then. The names are stored.
/// </summary>
public sealed record InviteSnapshot
{
    private static readonly JsonSerializerOptions Stored = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Name of the meeting in the content file.</summary>
    [JsonPropertyName("meeting")]
    public required string Meeting { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("short-title")]
    public required string ShortTitle { get; init; }

    [JsonPropertyName("purpose")]
    public required string Purpose { get; init; }

    /// <summary>The first date by the rhythm that the invite holds.</summary>
    [JsonPropertyName("first-date")]
    public required DateOnly FirstDate { get; init; }

    [JsonPropertyName("start")]
    public required TimeOnly Start { get; init; }

    [JsonPropertyName("minutes")]
    public required int Minutes { get; init; }

    [JsonPropertyName("zone")]
    public required string Zone { get; init; }

    [JsonPropertyName("every-weeks")]
    public required int EveryWeeks { get; init; }

    [JsonPropertyName("until")]
    public DateOnly? Until { get; init; }

    [JsonPropertyName("changes")]
    public IReadOnlyList<StoredChange> Changes { get; init; } = [];

    [JsonPropertyName("organizer")]
    public required CalendarPerson Organizer { get; init; }

    /// <summary>Whom the calendar object names, and who gets it.</summary>
    [JsonPropertyName("attendees")]
    public required IReadOnlyList<CalendarPerson> Attendees { get; init; }

    public static InviteSnapshot Of(Meeting meeting, DateOnly first, CalendarPerson organizer, IReadOnlyList<CalendarPerson> attendees) => new()
    {
        Meeting = meeting.Name,
        Title = meeting.Title,
        ShortTitle = meeting.ShortTitle,
        Purpose = meeting.Purpose,
        FirstDate = first,
        Start = meeting.Start,
        Minutes = meeting.Minutes,
        Zone = meeting.Zone,
        EveryWeeks = meeting.EveryWeeks,
        Until = meeting.Until,
        Changes = [.. meeting.Changes.Select(change => new StoredChange(change.Date, change.MovedTo, change.Start, change.Why))],
        Organizer = organizer,
        Attendees = attendees,
    };

    /// <summary>The series as it was then.</summary>
    public Meeting AsMeeting() => new("", Meeting, Title, ShortTitle, Purpose, "", FirstDate, Start, Minutes, Zone, EveryWeeks, AfterCommitment: false)
    {
        Until = Until,
        Changes = [.. Changes.Select(change => new MeetingChange(change.Date, change.MovedTo, change.Start, change.Why))],
    };

    public bool Names(string email) => Attendees.Any(person => person.Is(email));

    public static string Write(InviteSnapshot snapshot) => JsonSerializer.Serialize(snapshot, Stored);

    public static InviteSnapshot Read(string written) => JsonSerializer.Deserialize<InviteSnapshot>(written, Stored)
        ?? throw new JsonException("A stored calendar invite is empty.");
}

/// <summary>See <see cref="MeetingChange"/>.</summary>
public sealed record StoredChange(
    [property: JsonPropertyName("date")] DateOnly Date,
    [property: JsonPropertyName("moved-to")] DateOnly? MovedTo,
    [property: JsonPropertyName("start")] TimeOnly? Start,
    [property: JsonPropertyName("why")] string Why);

/// <summary>Who invites or is invited. Never on a public page or in the ledger.</summary>
public sealed record CalendarPerson([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("email")] string Email)
{
    public bool Is(string email) => Email.Equals(email, StringComparison.OrdinalIgnoreCase);
}
