using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Onboarding;

/// <summary>Step 5 of the journey, which has parts: rooms one is let into, lists and dashboards one joins.</summary>
internal static class ConversationStep
{
    public static JourneyStep Of(ProjectFacts facts, DateTime now)
    {
        var parts = facts.Rooms.Select(room => IsPaused(room, now)
                ? new StepPart($"Chat room “{room.Target.Title}”: paused. {room.Hold?.Sentence}", StepState.Blocked)
                : new StepPart($"Chat room “{room.Target.Title}”: {RoomState(room.State)}", PartState(room.State)))
            .Concat(facts.Channels.Select(channel => channel.JoinedAtUtc is null
                ? new StepPart($"{channel.Title}: not joined yet", StepState.YourTurn)
                : new StepPart($"{channel.Title}: joined", StepState.Done)))
            .ToList();
        var open = parts.Exists(part => part.State == StepState.YourTurn);
        var paused = facts.Rooms.FirstOrDefault(room => IsPaused(room, now));
        var waiting = facts.Rooms.FirstOrDefault(room => room.State == InvitationState.Waiting && !IsPaused(room, now));
        var state = open ? StepState.YourTurn : waiting is null ? StepState.Done : StepState.Waiting;
        var returned = facts.Rooms.FirstOrDefault(room => room.State is InvitationState.ChangesAsked or InvitationState.Declined);
        var step = new JourneyStep
        {
            Kind = StepKind.Conversation,
            Title = "Join the conversation",
            State = state,
            SinceUtc = state switch
            {
                StepState.Waiting => waiting?.SinceUtc ?? facts.RegisteredAtUtc,
                StepState.Done => LatestJoin(facts),
                _ => returned?.SinceUtc ?? facts.RegisteredAtUtc,
            },
            OpenedUtc = facts.RegisteredAtUtc,
            WaitsFor = state == StepState.Waiting ? waiting?.Target.Contact.Name ?? "" : "",
            WaitsOn = state == StepState.Waiting ? waiting?.Target.Name ?? "" : "",
            Why = returned is null ? "" : Returned(returned),
            Standing = $"{parts.Count(part => part.State == StepState.Done)} of {parts.Count} joined.",
            Next = state switch
            {
                StepState.Done => "See the places",
                StepState.Waiting => $"{waiting?.Target.Contact.ShortName} lets you into the chat room. You get an e-mail.",
                _ => "Join the chat room, the lists and the dashboard",
            },
            NextPage = state == StepState.Waiting ? "" : "conversation",
            Parts = parts,
        };
        return !open && waiting is null && paused?.Hold is { } hold
            ? InvitationSteps.Paused(step, hold, "You can ask for the chat room when the pause ends.")
            : step;
    }

    /// <summary>What a coordinator answered who did not approve.</summary>
    public static string Returned(InvitationFact fact) => fact.State == InvitationState.Declined
        ? $"{fact.Decider} declined: {fact.Reason}"
        : $"{fact.Decider} asks for a change: {fact.Reason}";

    private static bool IsPaused(InvitationFact room, DateTime now) => room.State != InvitationState.Approved && room.Hold?.IsActive(now) == true;

    private static string RoomState(InvitationState? state) => state switch
    {
        InvitationState.Approved => "you are in",
        InvitationState.Waiting => "invite asked for",
        InvitationState.ChangesAsked => "your request was sent back",
        InvitationState.Declined => "your request was declined",
        _ => "no invite asked for yet",
    };

    private static StepState PartState(InvitationState? state) => state switch
    {
        InvitationState.Approved => StepState.Done,
        InvitationState.Waiting => StepState.Waiting,
        _ => StepState.YourTurn,
    };

    private static DateTime LatestJoin(ProjectFacts facts) =>
        facts.Channels.Select(channel => channel.JoinedAtUtc).Concat(facts.Rooms.Select(room => room.SinceUtc)).Max() ?? facts.RegisteredAtUtc;
}
