using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Review;

/// <summary>One request, as much of it as a coordinator needs at a glance.</summary>
/// <param name="Title">Of the meeting or room.</param>
public sealed record QueueCard(QueuedRequest Request, string Slug, string Name, string Title)
{
    public required int StepsDone { get; init; }

    /// <summary>Written names of where the project stands with the agreements.</summary>
    public required string Telemetry { get; init; }
    public required string Commitment { get; init; }

    /// <summary>Business days it has waited, less those on which no clock ran.</summary>
    public required int Age { get; init; }

    /// <summary>The sentence of the hold that pauses it; empty for none.</summary>
    public required string Pause { get; init; }

    public required bool LacksCommitment { get; init; }

    /// <summary>Name of the contact in whose place the reader decides; empty for the reader's own.</summary>
    public required string StandsInFor { get; init; }

    /// <summary>True where the reader has the ball.</summary>
    public bool WaitsForReader => Request is { State: InvitationState.Waiting, IsClosed: false } && Pause.Length == 0 && !LacksCommitment;
}
