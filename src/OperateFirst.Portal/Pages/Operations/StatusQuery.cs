using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>The filter of a list of projects as it stands in the address; anything may be in it.</summary>
public sealed class StatusQuery
{
    [FromQuery(Name = "agreement")]
    public string? Agreement { get; set; }

    [FromQuery(Name = "state")]
    public string? State { get; set; }

    [FromQuery(Name = "step")]
    public string? Step { get; set; }

    [FromQuery(Name = "q")]
    public string? Beginning { get; set; }

    [FromQuery(Name = "projects")]
    public string? Projects { get; set; }

    [FromQuery(Name = "after")]
    public string? After { get; set; }

    public StatusFilter Filter => StatusFilter.Of(Agreement, State, Step, Beginning, Projects, After);

    /// <summary>An address with the same filter.</summary>
    /// <param name="after">Where the page begins; null for the first, and for what has no pages.</param>
    public static string AddressOf(string path, StatusFilter filter, string? after = null) => QueryHelpers.AddQueryString(
        path,
        new Dictionary<string, string?>
        {
            ["agreement"] = OrNull(filter.Agreement),
            ["state"] = OrNull(filter.Standing),
            ["step"] = OrNull(filter.StepWord),
            ["q"] = OrNull(filter.Beginning),
            ["projects"] = filter.IsClosed ? StatusFilter.Closed : null,
            ["after"] = after,
        });

    private static string? OrNull(string word) => word.Length > 0 ? word : null;
}
