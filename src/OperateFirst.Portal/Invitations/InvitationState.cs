namespace OperateFirst.Portal.Invitations;

public enum InvitationState
{
    Waiting,
    ChangesAsked,
    Approved,
    Declined,
    Withdrawn,
}

/// <summary>Somebody to invite. Seen by the coordinator and the project's people only.</summary>
public sealed record Attendee(string Name, string Email);

/// <summary>Who answers a request, by public names.</summary>
/// <param name="StandsInFor">Name of the contact in whose place; empty for the contact's own people.</param>
public sealed record Decider(string Name, string StandsInFor = "");
