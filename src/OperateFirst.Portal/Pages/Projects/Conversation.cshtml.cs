using Microsoft.AspNetCore.Mvc;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Conversation;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Pages.Projects;

public sealed class ConversationModel(ProjectReader reader, MarkJoined mark, PortalContent content) : ProjectPage(reader)
{
    public JourneyStep? Step { get; private set; }

    public IReadOnlyList<InvitationFact> Rooms { get; private set; } = [];

    public IReadOnlyList<(Channel Channel, DateTime? JoinedAtUtc)> Channels { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var (facts, journey) = await Reader.JourneyAsync(Project.Id, cancel);
        Step = journey[StepKind.Conversation];
        Rooms = facts.Rooms;
        Channels = [.. content.Channels.Select(channel => (channel, facts.Channels.FirstOrDefault(fact => fact.Name == channel.Name)?.JoinedAtUtc))];
    }

    public Room RoomOf(InvitationFact fact) => content.Rooms.First(room => room.Name == fact.Target.Name);

    public async Task<IActionResult> OnPostAsync(string? channel, bool joined, CancellationToken cancel)
    {
        await mark.RunAsync(Slug, channel, joined, cancel);
        var title = content.Channels.First(candidate => candidate.Name == channel).Title;
        Notice(joined ? $"Marked: {title}" : $"The mark for {title} is taken back");
        return To($"{Home}/conversation");
    }
}
