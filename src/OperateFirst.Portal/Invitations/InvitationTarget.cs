using System.Runtime.CompilerServices;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Invitations;

/// <summary>A meeting or a room one asks to be let into, as the content file has it.</summary>
/// <param name="Meeting">Null for a room.</param>
public sealed record InvitationTarget(string Name, string Title, string Purpose, Contact Contact, bool AfterCommitment, Meeting? Meeting)
{
    /// <summary>"the chat room “Operate First Ops”" or "the Project Coordination meeting".</summary>
    public string InSentence => Meeting is null ? $"the chat room “{Title}”" : $"the {Title}";
}

public static class ContentInvitations
{
    private static readonly ConditionalWeakTable<PortalContent, InvitationTarget[]> Made = [];

    extension(PortalContent content)
    {
        public IReadOnlyList<InvitationTarget> InvitationTargets => Made.GetValue(content, MakeTargets);

        public InvitationTarget? FindInvitationTarget(string? name) => content.InvitationTargets.FirstOrDefault(target => target.Name == name);
    }

    private static InvitationTarget[] MakeTargets(PortalContent content) =>
    [
        .. content.Rooms.Select(room => new InvitationTarget(room.Name, room.Title, room.Purpose, content.ContactOf(room.Contact), false, null)),
        .. content.Meetings.Select(meeting =>
            new InvitationTarget(meeting.Name, meeting.ShortTitle, meeting.Purpose, content.ContactOf(meeting.Contact), meeting.AfterCommitment, meeting)),
    ];
}
