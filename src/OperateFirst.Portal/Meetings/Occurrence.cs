using System.Globalization;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Meetings;

/// <summary>One date of a series.</summary>
/// <param name="Start">The wall clock of the meeting's zone with its offset on that day.</param>
/// <param name="ClockChange">Why the hour in UTC differs from the occurrence before, for example <c>US clocks go back on 1 November</c>; null where it does not.</param>
public sealed record Occurrence(DateTime StartUtc, DateTime EndUtc, DateTimeOffset Start, string? ClockChange)
{
    /// <summary>The day by the rhythm: another than that of <see cref="Start"/> where it was moved.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Null where it is as the rhythm has it.</summary>
    public MeetingChange? Change { get; init; }

    /// <summary>"Cancelled: Christmas" or "Moved from Wed 25 Nov: Thanksgiving"; empty where nothing was changed.</summary>
    public string Remark { get; init; } = "";

    public bool IsCancelled => Change is { IsCancelled: true };

    public bool ClockChanged => ClockChange is not null;

    /// <summary>For the leaf of a calendar: <c>28</c>.</summary>
    public string Day => Start.ToString("%d", CultureInfo.InvariantCulture);

    /// <summary>For the leaf of a calendar: <c>Oct</c>.</summary>
    public string Month => Start.ToString("MMM", CultureInfo.InvariantCulture);
}
