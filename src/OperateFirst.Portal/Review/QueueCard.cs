using System.Linq.Expressions;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;

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

/// <summary>As much of an <see cref="InvitationRequest"/>, whose members these are, as its card shows.</summary>
public sealed record QueuedRequest(Guid Id, string Target, string Contact, InvitationState State, DateTime SinceUtc)
{
    public required bool IsClosed { get; init; }
    public required DateTime RequestedAtUtc { get; init; }
    public required string RequestedByName { get; init; }
    public required string Note { get; init; }
    public required string Reason { get; init; }
    public required string DecidedByName { get; init; }
    public required string DecidedForName { get; init; }
    public required DateTime? BlockedSinceUtc { get; init; }
    public required int BlockedDays { get; init; }
    public required int Version { get; init; }
    public required IReadOnlyList<Attendee> Attendees { get; init; }

    public string Decider => InvitationRequest.DeciderOf(DecidedByName, DecidedForName);
}

internal sealed record CardRow(QueuedRequest Request, string Slug, string Name, int DoneCount, string TelemetryStanding, string CommitmentStanding)
{
    /// <summary>What a query reads for it.</summary>
    public static readonly Expression<Func<InvitationRequest, ProjectProgress, CardRow>> Read = (request, progress) => new CardRow(
        new QueuedRequest(request.Id, request.Target, request.Contact, request.State, request.SinceUtc)
        {
            IsClosed = request.IsClosed,
            RequestedAtUtc = request.RequestedAtUtc,
            RequestedByName = request.RequestedByName,
            Note = request.Note,
            Reason = request.Reason,
            DecidedByName = request.DecidedByName,
            DecidedForName = request.DecidedForName,
            BlockedSinceUtc = request.BlockedSinceUtc,
            BlockedDays = request.BlockedDays,
            Version = request.Version,
            Attendees = request.Attendees,
        },
        progress.Slug, progress.Name, progress.DoneCount, progress.TelemetryStanding, progress.CommitmentStanding);
}
