using System.Globalization;
using System.Text.Json;

namespace OperateFirst.Portal.TestSupport;

/// <summary>Reads calendars with another library than the portal's (ical.js), by the zones that are written in them.</summary>
public sealed class CalendarReader : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ChildProcess process = NodeProcess.Start(["ical-occurrences.mjs"]);
    private int number;

    public Task<ReadCalendar> ReadAsync(string text, DateTime fromUtc, DateTime toUtc) => ReadAsync([text], fromUtc, toUtc);

    /// <summary>Takes the calendar objects one after the other into a calendar, as a mail program does.</summary>
    /// <returns>What the last one says, and the occurrences the calendar holds after it.</returns>
    /// <exception cref="InvalidDataException">The other library cannot read it.</exception>
    public async Task<ReadCalendar> ReadAsync(IReadOnlyList<string> texts, DateTime fromUtc, DateTime toUtc)
    {
        var mine = Interlocked.Increment(ref number);
        await process.WriteLineAsync(JsonSerializer.Serialize(new { number = mine, texts, from = Moment(fromUtc), to = Moment(toUtc) }));
        var answer = await process.WaitForLineAsync(line => line.StartsWith($"{{\"number\":{mine.ToString(CultureInfo.InvariantCulture)},", StringComparison.Ordinal) ? line : null);
        var read = JsonSerializer.Deserialize<ReadCalendar>(answer, Json) ?? throw new InvalidDataException(answer);
        return read.Error is null ? read : throw new InvalidDataException($"{read.Error}\n{string.Join("\n", texts)}");
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Moment(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

public sealed record ReadCalendar(
    string? Method, IReadOnlyList<string> Properties, IReadOnlyList<string> Zones, IReadOnlyList<ReadEntry> Entries, IReadOnlyList<ReadOccurrence> Occurrences, string? Error);

/// <param name="RecurrenceId">UTC, as the other moments.</param>
/// <param name="Properties">Names, in lower case.</param>
public sealed record ReadEntry(
    string Uid, int? Sequence, string? Status, DateTime? Stamp, DateTime? RecurrenceId, DateTime Start, string? Zone, string? Rule, string? Summary, string? Description,
    ReadPerson? Organizer, IReadOnlyList<ReadPerson> Attendees, IReadOnlyList<string> Properties);

public sealed record ReadPerson(string? Name, string Email, string? Role, string? Status, string? Rsvp);

public sealed record ReadOccurrence(DateTime Start, DateTime End);
