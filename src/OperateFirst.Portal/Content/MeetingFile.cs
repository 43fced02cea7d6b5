using System.Globalization;

namespace OperateFirst.Portal.Content;

/// <summary>The optional part of a meeting in portal.yaml: when the series ends, and which of its dates are cancelled or moved.</summary>
internal static class MeetingFile
{
    public static Meeting WithChanges(YamlFields fields, Meeting meeting)
    {
        if (fields.Has("until"))
        {
            meeting = meeting with { Until = fields.Date("until") };
            if (meeting.Until < meeting.Anchor)
            {
                throw fields.Wrong("until", $"'until' is '{fields.Text("until")}', which is before the anchor {Written(meeting.Anchor)}.");
            }
        }

        if (!fields.Has("changes"))
        {
            return meeting;
        }

        var taken = new HashSet<DateOnly?>();
        return meeting with { Changes = [.. fields.List("changes", change => ReadChange(change, meeting, taken), "date").OrderBy(change => change.Date)] };
    }

    private static MeetingChange ReadChange(YamlFields fields, Meeting meeting, HashSet<DateOnly?> taken)
    {
        var date = fields.Date("date");
        var (cancelled, movedTo, start, why) = (fields.Has("cancelled"), fields.Has("moved-to"), fields.Has("start"), fields.Text("why"));
        if (!meeting.MeetsOn(date))
        {
            throw fields.Wrong("date", $"the series '{meeting.Name}' does not meet on {Written(date)}.");
        }

        if (cancelled == (movedTo || start))
        {
            throw fields.Wrong("date", $"say of {Written(date)} either 'cancelled: true', or with 'moved-to' and 'start' when it is instead.");
        }

        if (cancelled)
        {
            fields.OneOf("cancelled", "true");
            return new MeetingChange(date, null, null, why);
        }

        var moved = Moved(fields, meeting, new MeetingChange(date, movedTo ? fields.Date("moved-to") : date, start ? fields.Time("start") : null, why));
        return taken.Add(moved.MovedTo) || !movedTo ? moved : throw fields.Wrong("moved-to", $"'moved-to: {fields.Text("moved-to")}' stands twice under 'changes'.");
    }

    private static MeetingChange Moved(YamlFields fields, Meeting meeting, MeetingChange change)
    {
        if (change.MovedTo == change.Date && (change.Start ?? meeting.Start) == meeting.Start)
        {
            throw fields.Wrong("date", $"{Written(change.Date)} is moved to where it is already.");
        }

        // One day must not hold two of a series: nobody could tell which of them is meant.
        return change.MovedTo is { } day && day != change.Date && meeting.MeetsOn(day)
            ? throw fields.Wrong("moved-to", $"the series '{meeting.Name}' meets on {Written(day)} anyway.")
            : change;
    }

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
