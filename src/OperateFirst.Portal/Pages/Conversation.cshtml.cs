using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Pages;

[OutputCache(PolicyName = VisitorPages.Policy)]
public sealed class ConversationModel(PortalContent content) : PageModel
{
    public IReadOnlyList<Place> Places =>
    [
        .. content.Channels.Select(channel => new Place(channel.Id, channel.Title, channel.Purpose, channel.Url, null))
            .Concat(content.Rooms.Select(room => new Place(room.Id, room.Title, room.Purpose, room.Url, content.ContactOf(room.Contact).Name)))
            .OrderBy(place => place.Id, StringComparer.Ordinal),
    ];

    public IReadOnlyList<Link> OtherWays => [content.Links.ExistingProject, content.Links.MoreQuota, content.Links.Leaving, content.Links.ClusterOnboarding];

    public IReadOnlyList<(Meeting Meeting, string Inviter)> Meetings =>
        [.. content.Meetings.Select(meeting => (meeting, content.ContactOf(meeting.Contact).Name))];

    public bool SignedIn => User.Identity?.IsAuthenticated == true;

    public void OnGet()
    {
    }

    /// <param name="Inviter">Who lets people in; nobody where the place is open to all.</param>
    public sealed record Place(string Id, string Title, string Purpose, string Url, string? Inviter)
    {
        /// <summary>Where the link leads, as people read addresses.</summary>
        public string Address => Url[(Url.IndexOf("://", StringComparison.Ordinal) + 3)..];
    }
}
