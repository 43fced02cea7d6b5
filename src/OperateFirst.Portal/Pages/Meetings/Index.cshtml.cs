using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Pages.Shared;

namespace OperateFirst.Portal.Pages.Meetings;

[OutputCache(PolicyName = VisitorPages.Policy)]
public sealed class IndexModel(PortalContent content, Occurrences occurrences, TimeProvider time) : PageModel
{
    private const int Shown = 6;

    public IReadOnlyList<Series> All { get; private set; } = [];

    public void OnGet()
    {
        var now = time.GetUtcNow().UtcDateTime;
        All = [.. content.Meetings.Select(meeting => new Series(meeting, content.ContactOf(meeting.Contact).Name, occurrences.Listed(meeting, now, Shown)))];
    }

    /// <summary>"12:00 UTC", and why it is another hour than the time before.</summary>
    public static string Utc(Occurrence occurrence)
    {
        var day = occurrence.StartUtc.Date == occurrence.Start.Date ? "" : occurrence.StartUtc.ToString("ddd d MMM, ", CultureInfo.InvariantCulture);
        var hour = occurrence.StartUtc.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return occurrence.ClockChange is null ? day + hour : $"{day}{hour} · {occurrence.ClockChange}";
    }

    public static string Machine(Occurrence occurrence) => occurrence.Start.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);

    /// <summary>"Wed 28 Oct 2026, 8:00 US Eastern".</summary>
    public static string Local(Series series, Occurrence occurrence) =>
        $"{occurrence.Start.ToString("ddd d MMM yyyy, H:mm", CultureInfo.InvariantCulture)} {series.Meeting.ZoneName}";

    /// <param name="Inviter">A name and never an address: anyone may read this page.</param>
    public sealed record Series(Meeting Meeting, string Inviter, IReadOnlyList<Occurrence> Dates);
}
