using System.Security.Claims;
using OperateFirst.Portal.Accounts;

namespace OperateFirst.Portal.Pages.Shared;

/// <summary>The links of the masthead for a reader, in their order.</summary>
public static class MainMenu
{
    private const string Review = "/review";

    /// <param name="waiting">How many requests wait for the reader, in words; empty for none.</param>
    public static IReadOnlyList<MenuItem> For(ClaimsPrincipal user, PathString path, string waiting) =>
    [
        .. Links(user).Select(link => new MenuItem(link.Text, link.Href, path.StartsWithSegments(link.Area)) { Badge = link.Href == Review ? waiting : "" }),
    ];

    private static IEnumerable<(string Text, string Href, PathString Area)> Links(ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated == true)
        {
            yield return ("My projects", "/projects", "/projects");
        }

        yield return ("Guide", "/guide", "/guide");
        yield return ("Agreements", "/agreements", "/agreements");
        yield return ("Meetings", "/meetings", "/meetings");
        if (user.IsInRole(PortalRoles.Coordinator))
        {
            yield return ("Review", Review, Review);
        }

        if (user.IsInRole(PortalRoles.Operator))
        {
            yield return ("Operations", "/operations/agreements", "/operations");
        }

        yield return ("Help", "/conversation", "/conversation");
    }
}

/// <param name="Current">True where the page shown is the link's or lies below it.</param>
public sealed record MenuItem(string Text, string Href, bool Current)
{
    /// <summary>A number that wants attention; empty for none.</summary>
    public string Badge { get; init; } = "";
}
