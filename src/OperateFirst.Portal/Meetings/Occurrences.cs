using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Meetings;

/// <summary>The dates of a series: Ical.Net repeats the wall clock, NodaTime says what hour that is in UTC.</summary>
public sealed class Occurrences
{
    /// <summary>The next occurrences, in order; one that runs at <paramref name="fromUtc"/> is the first.</summary>
    /// <exception cref="ArgumentException"><paramref name="fromUtc"/> is not of kind UTC.</exception>
    public IReadOnlyList<Occurrence> Next(Meeting meeting, DateTime fromUtc, int count)
    {
        var from = Instant.FromDateTimeUtc(fromUtc);
        return [.. All(new MeetingSeries(meeting), from).Where(occurrence => occurrence.EndUtc > fromUtc).Take(count)];
    }

    /// <summary>Endless, from a little before <paramref name="from"/>: the one before tells whether the clock changed, and one may still run.</summary>
    private static IEnumerable<Occurrence> All(MeetingSeries series, Instant from)
    {
        var meeting = series.Meeting;
        var day = from.InZone(series.Zone).Date.ToDateOnly().AddDays(-meeting.EveryWeeks * 7);
        ZonedDateTime? before = null;
        foreach (var period in series.EventFrom(series.LastDateUpTo(day)).GetOccurrences().Select(found => found.Period))
        {
            // Leniently: a wall clock the spring change skips moves forward, as RFC 5545 asks; one that happens twice is the first.
            var start = series.Zone.AtLeniently(LocalDateTime.FromDateTime(period.StartTime.Value));
            if (before is { } last)
            {
                var startUtc = start.ToDateTimeUtc();
                yield return new Occurrence(startUtc, startUtc.AddMinutes(meeting.Minutes), start.ToDateTimeOffset(), ClockChange(last, start));
            }

            before = start;
        }
    }

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
}
