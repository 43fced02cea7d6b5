using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using NodaTime;
using NodaTime.TimeZones;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Meetings;

/// <summary>The dates of a series: Ical.Net repeats the wall clock, the content file's changes are laid over it, NodaTime says what hour that is in UTC.</summary>
public sealed class Occurrences
{
    /// <summary>The next occurrences that take place, in order; one that runs at <paramref name="fromUtc"/> is the first.</summary>
    /// <returns>Fewer than <paramref name="count"/> where the series ends before.</returns>
    /// <exception cref="ArgumentException"><paramref name="fromUtc"/> is not of kind UTC.</exception>
    public IReadOnlyList<Occurrence> Next(Meeting meeting, DateTime fromUtc, int count) => Find(meeting, fromUtc, count, withCancelled: false);

    /// <summary>The same with those that are cancelled, at the time they would have had.</summary>
    public IReadOnlyList<Occurrence> Listed(Meeting meeting, DateTime fromUtc, int count) => Find(meeting, fromUtc, count, withCancelled: true);

    private readonly ConditionalWeakTable<Meeting, ConcurrentDictionary<(int, bool), Found>> found = [];

    private List<Occurrence> Find(Meeting meeting, DateTime fromUtc, int count, bool withCancelled)
    {
        // Every page of a project shows them, and they stay the same until the first one ends.
        var kept = found.GetOrCreateValue(meeting);
        if (!kept.TryGetValue((count, withCancelled), out var last) || !last.HoldsAt(fromUtc))
        {
            kept[(count, withCancelled)] = last = new Found(fromUtc, Compute(meeting, fromUtc, count, withCancelled));
        }

        return last.Occurrences;
    }

    private static List<Occurrence> Compute(Meeting meeting, DateTime fromUtc, int count, bool withCancelled)
    {
        var from = Instant.FromDateTimeUtc(fromUtc);
        var slots = Slots(new MeetingSeries(meeting), from).Where(slot => withCancelled || slot.Change is not { IsCancelled: true });
        return [.. Paired(slots, meeting).Where(occurrence => occurrence.EndUtc > fromUtc).Take(count)];
    }

    /// <summary>From a little before <paramref name="from"/>: the one before tells whether the clock changed, and one may still run.</summary>
    private static IEnumerable<Slot> Slots(MeetingSeries series, Instant from)
    {
        var meeting = series.Meeting;

        // As many steps back as dates may be cancelled or moved away, and one.
        var day = from.InZone(series.Zone).Date.ToDateOnly().AddDays(-meeting.EveryWeeks * 7 * (meeting.Changes.Count + 1));
        var first = series.LastDateUpTo(day);
        var moved = meeting.Changes.Where(change => change.Date >= first && meeting.MeetsOn(change.Date))
            .Select(change => new Slot(change.Date, series.StartOf(change), change))
            .OrderBy(slot => slot.Start.ToInstant()).ToList();
        var next = 0;
        foreach (var date in series.DatesFrom(first).Where(date => series.ChangeOf(date) is null))
        {
            var slot = new Slot(date, series.StartOn(date), null);
            for (; next < moved.Count && moved[next].Start.ToInstant() <= slot.Start.ToInstant(); next++)
            {
                yield return moved[next];
            }

            yield return slot;
        }

        foreach (var last in moved.Skip(next))
        {
            yield return last;
        }
    }

    private static IEnumerable<Occurrence> Paired(IEnumerable<Slot> slots, Meeting meeting)
    {
        ZonedDateTime? before = null;
        foreach (var (date, start, change) in slots)
        {
            var startUtc = start.ToDateTimeUtc();
            yield return new Occurrence(startUtc, startUtc.AddMinutes(meeting.Minutes), start.ToDateTimeOffset(), before is { } last ? ClockChange(last, start) : null)
            {
                Date = date,
                Change = change,
                Remark = change is null ? "" : Remark(change, meeting),
            };
            before = start;
        }
    }

    private static string Remark(MeetingChange change, Meeting meeting) => change switch
    {
        { IsCancelled: true } => $"Cancelled: {change.Why}",
        _ when change.MovedTo == change.Date => $"Moved from {MeetingWords.Hour(meeting.Start)}: {change.Why}",
        { Start: not null } => $"Moved from {MeetingWords.Day(change.Date)}, {MeetingWords.Hour(meeting.Start)}: {change.Why}",
        _ => $"Moved from {MeetingWords.Day(change.Date)}: {change.Why}",
    };

    private static string? ClockChange(ZonedDateTime before, ZonedDateTime now)
    {
        if (before.Offset == now.Offset)
        {
            return null;
        }

        var day = now.GetZoneInterval().IsoLocalStart.ToString("d MMMM", CultureInfo.InvariantCulture);
        var way = now.Offset < before.Offset ? "back" : "forward";
        return $"{ClocksOf(now.Zone)} go {way} on {day}";
    }

    private static string ClocksOf(DateTimeZone zone) =>
        TzdbDateTimeZoneSource.Default.ZoneLocations?.FirstOrDefault(place => place.ZoneId == zone.Id)?.CountryCode == "US"
            ? "US clocks"
            : $"Clocks in {zone.Id}";

    private sealed record Found(DateTime FromUtc, List<Occurrence> Occurrences)
    {
        public bool HoldsAt(DateTime utc) => utc.Kind == DateTimeKind.Utc && utc >= FromUtc && Occurrences is [var first, ..] && first.EndUtc > utc;
    }

    private sealed record Slot(DateOnly Date, ZonedDateTime Start, MeetingChange? Change);
}
