using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Onboarding;

/// <summary>All that the journey depends on, read at one moment.</summary>
public sealed record ProjectFacts
{
    public required Guid ProjectId { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public required string Description { get; init; }
    public required string RepositoryUrl { get; init; }
    public required string DocumentationUrl { get; init; }
    public required DateTime RegisteredAtUtc { get; init; }
    public required string RegisteredBy { get; init; }

    /// <summary>Public names, the first lead first.</summary>
    public required IReadOnlyList<string> Leads { get; init; }

    public DateTime? ClosedAtUtc { get; init; }

    /// <summary>Why it was closed; for its people and the operators, not for the public issue.</summary>
    public string CloseReason { get; init; } = "";
    public ReadingFact? Reading { get; init; }
    public required AgreementFact Telemetry { get; init; }
    public required AgreementFact Commitment { get; init; }

    /// <summary>Rooms one asks to be let into.</summary>
    public required IReadOnlyList<InvitationFact> Rooms { get; init; }

    /// <summary>Lists and dashboards one marks as joined.</summary>
    public required IReadOnlyList<ChannelFact> Channels { get; init; }

    public required InvitationFact Coordination { get; init; }
    public required InvitationFact SprintPlanning { get; init; }
    public DateTime? ClusterAccessAtUtc { get; init; }

    /// <summary>What pauses step 8; null where nothing does.</summary>
    public HoldFact? ClusterHold { get; init; }
}

public sealed record ReadingFact(DateTime AtUtc, string By);

/// <param name="Target">The meeting or room, as the content file has it now.</param>
/// <param name="State">Null where nothing was asked, or what was asked was withdrawn.</param>
/// <param name="Hold">What pauses such requests; null where nothing does.</param>
/// <param name="By">Who answered, in a sentence that goes on; empty where nobody did.</param>
/// <param name="Invited">How the project was let in; it stays in while a later request, about other people, is open or was declined. Null where it is not in.</param>
public sealed record InvitationFact(
    InvitationTarget Target, InvitationState? State = null, DateTime? SinceUtc = null, string Reason = "", HoldFact? Hold = null, string By = "", InvitedFact? Invited = null)
{
    public bool IsInvited => State == InvitationState.Approved || Invited is not null;

    public string Decider => By.Length > 0 ? By : Target.Contact.Name;
}

/// <param name="SinceUtc">Of the first approval that stands.</param>
/// <param name="By">Who gave the newest approval, in a sentence that goes on.</param>
public sealed record InvitedFact(DateTime SinceUtc, string By);

public sealed record ChannelFact(string Name, string Title, string Url, DateTime? JoinedAtUtc = null);
