using System.Globalization;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Meetings;

/// <summary>What the invited have not been told yet: the difference between the series of an invite and the content file's. Pure.</summary>
/// <param name="TimesChanged">True where the dates of the invite are no longer dates of the series, or their hour is another.</param>
/// <param name="Series">What changed for the whole series, in sentences; empty where nothing did.</param>
/// <param name="Dates">Dates still to come that were cancelled, moved or put back. Empty where the whole series changed: its new version tells all.</param>
public sealed record SeriesDifference(bool TimesChanged, IReadOnlyList<string> Series, IReadOnlyList<DateDifference> Dates)
{
    /// <param name="today">In the meeting's zone.</param>
    public static SeriesDifference Between(InviteSnapshot told, Meeting now, CalendarPerson organizer, DateOnly today)
    {
        var before = told.AsMeeting();
        var timesChanged = before.Start != now.Start || before.Zone != now.Zone || before.EveryWeeks != now.EveryWeeks ||
            !(now with { Until = null }).MeetsOn(told.FirstDate);
        var series = SeriesSentences(told, before, now, organizer, timesChanged).ToList();
        return new SeriesDifference(timesChanged, series, series.Count > 0 ? [] : [.. DatesOf(told, before, now, today)]);
    }

    private static IEnumerable<string> SeriesSentences(InviteSnapshot told, Meeting before, Meeting now, CalendarPerson organizer, bool timesChanged)
    {
        if (timesChanged)
        {
            yield return before.Rhythm == now.Rhythm
                ? $"It takes place on other days now: {now.Rhythm} as before, but in the other weeks."
                : $"It moved from {before.Rhythm} to {now.Rhythm}.";
        }

        if (before.Minutes != now.Minutes)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"It takes {now.Minutes} minutes now, not {before.Minutes}.");
        }

        if (before.Title != now.Title)
        {
            yield return $"Its name is now “{now.Title}”.";
        }

        if (told.Organizer != organizer)
        {
            yield return $"{organizer.Name} invites you from now on; answers go there.";
        }

        if (before.Until != now.Until)
        {
            yield return now.Until is { } until
                ? $"It ends with {until.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture)}."
                : "It has no last day any more.";
        }
    }

    private static IEnumerable<DateDifference> DatesOf(InviteSnapshot told, Meeting before, Meeting now, DateOnly today)
    {
        var (old, fresh) = (before.Changes.ToDictionary(change => change.Date), now.Changes.ToDictionary(change => change.Date));
        foreach (var date in old.Keys.Union(fresh.Keys).Where(date => date >= told.FirstDate && now.MeetsOn(date)).Order())
        {
            var (was, then) = (old.GetValueOrDefault(date), fresh.GetValueOrDefault(date));
            var last = new[] { date, was?.MovedTo ?? date, then?.MovedTo ?? date }.Max();
            if (last >= today && !SameTime(was, then, now.Start))
            {
                yield return new DateDifference(date, then, Sentence(date, was, then, now));
            }
        }
    }

    // Another reason alone moves nobody's calendar.
    private static bool SameTime(MeetingChange? one, MeetingChange? other, TimeOnly start) =>
        one is null || other is null
            ? one is null && other is null
            : one.IsCancelled == other.IsCancelled && one.MovedTo == other.MovedTo && (one.Start ?? start) == (other.Start ?? start);

    private static string Sentence(DateOnly date, MeetingChange? was, MeetingChange? change, Meeting meeting)
    {
        var by = $"{Day(date)}, {MeetingWords.Hour(meeting.Start)}";
        return change switch
        {
            { IsCancelled: true } => $"{by}, is cancelled: {change.Why}.",
            { MovedTo: { } day } => $"{by}, is moved to {Day(day)}, {MeetingWords.Hour(change.Start ?? meeting.Start)} {meeting.ZoneName}: {change.Why}.",
            _ => was is { IsCancelled: true } ? $"{by}, takes place after all." : $"{by}, takes place at its usual time again.",
        };
    }

    private static string Day(DateOnly day) => day.ToString("ddd d MMMM", CultureInfo.InvariantCulture);
}

/// <param name="Date">By the rhythm.</param>
/// <param name="Change">Null where it is put back.</param>
public sealed record DateDifference(DateOnly Date, MeetingChange? Change, string Sentence);
