using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Onboarding;

/// <summary>The eight steps of a project, a pure function of the facts and the time.</summary>
/// <param name="ChangesAtUtc">When it will read differently though nothing happens; null where only an event changes it.</param>
public sealed record Journey(IReadOnlyList<JourneyStep> Steps, bool IsClosed, DateTime? ChangesAtUtc = null)
{
    public int DoneCount => Steps.Count(step => step.State == StepState.Done);

    /// <summary>The first step that is the project's to do; null where all wait for others, all are done, or the project is closed.</summary>
    public JourneyStep? Current => IsClosed ? null : Steps.FirstOrDefault(step => step.State == StepState.Overdue) ?? Steps.FirstOrDefault(step => step.IsOpen);

    public JourneyStep this[StepKind kind] => Steps[(int)kind - 1];

    /// <param name="now">UTC.</param>
    public static Journey Of(ProjectFacts facts, DateTime now)
    {
        IReadOnlyList<JourneyStep> steps =
        [
            Registered(facts),
            Environment(facts),
            AgreementSteps.Of(StepKind.Telemetry, facts, facts.Telemetry, now),
            AgreementSteps.Of(StepKind.Commitment, facts, facts.Commitment, now),
            ConversationStep.Of(facts, now),
            InvitationSteps.Of(StepKind.Coordination, facts.Coordination, facts, now),
            InvitationSteps.Of(StepKind.SprintPlanning, facts.SprintPlanning, facts, now),
            ClusterAccess(facts, now),
        ];
        return facts.ClosedAtUtc is { } closed
            ? new Journey([.. steps.Select(step => step.State == StepState.Done ? step : Stopped(step, closed))], true)
            : new Journey(steps, false, NextChange(facts, now));
    }

    // Nobody has the ball any more; how far it got stays readable.
    private static JourneyStep Stopped(JourneyStep step, DateTime closed) => step with
    {
        State = StepState.Stopped,
        SinceUtc = closed,
        WaitsFor = "",
        BlockedBy = [],
        Why = "",
        Standing = "The project was closed before this step was done.",
        Next = "",
        NextPage = "",
        Deadline = null,
    };

    private static JourneyStep Registered(ProjectFacts facts) => new()
    {
        Kind = StepKind.Register,
        Title = "Register your project",
        State = StepState.Done,
        SinceUtc = facts.RegisteredAtUtc,
        OpenedUtc = facts.RegisteredAtUtc,
        Standing = $"Registered by {facts.RegisteredBy}.",
        Next = "View or change the registration",
        NextPage = "edit",
    };

    private static JourneyStep Environment(ProjectFacts facts) => new()
    {
        Kind = StepKind.Environment,
        Title = "Understand the environment",
        State = facts.Reading is null ? StepState.YourTurn : StepState.Done,
        SinceUtc = facts.Reading?.AtUtc ?? facts.RegisteredAtUtc,
        OpenedUtc = facts.RegisteredAtUtc,
        Standing = facts.Reading is { } reading ? $"Read and confirmed by {reading.By}." : "Short points about the cloud, to read once.",
        Next = facts.Reading is null ? "Read the points and confirm" : "Read them again",
        NextPage = "guide",
    };

    private static JourneyStep ClusterAccess(ProjectFacts facts, DateTime now)
    {
        var missing = new[] { (Agreement: facts.Telemetry, Step: 3), (Agreement: facts.Commitment, Step: 4) }
            .Where(pair => !pair.Agreement.CountsAt(now)).Select(pair => pair.Step).ToList();
        var opened = Later(facts.Telemetry.Accepted?.AtUtc, facts.Commitment.Accepted?.AtUtc) ?? facts.RegisteredAtUtc;
        var step = new JourneyStep
        {
            Kind = StepKind.ClusterAccess,
            Title = "Cluster access",
            State = StepState.YourTurn,
            SinceUtc = facts.RegisteredAtUtc,
            OpenedUtc = opened,
            Standing = "Both agreements are accepted, so you can go to the cluster.",
            Next = "Get access to the cluster",
            NextPage = "cluster",
        };
        if (facts.ClusterAccessAtUtc is { } done)
        {
            return step with { State = StepState.Done, SinceUtc = done, Standing = "Your project has access.", Next = "See how it works" };
        }

        if (missing.Count > 0)
        {
            return step with
            {
                State = StepState.Blocked,
                BlockedBy = missing,
                Why = missing.Count == 2
                    ? "Access is given once both agreements are accepted (steps 3 and 4)."
                    : $"Access is given once both agreements are accepted; step {missing[0]} is missing.",
                Standing = "Not open yet.",
                Next = "Read how cluster access works",
            };
        }

        return facts.ClusterHold is { } hold && hold.IsActive(now)
            ? InvitationSteps.Paused(step, hold, "You can go on when the pause ends.")
            : step with { SinceUtc = opened };
    }

    private static DateTime? NextChange(ProjectFacts facts, DateTime now)
    {
        var holds = new[] { facts.ClusterHold, facts.Coordination.Hold, facts.SprintPlanning.Hold }.Concat(facts.Rooms.Select(room => room.Hold));
        return new[] { facts.Telemetry, facts.Commitment }.Where(agreement => agreement.StandingAt(now) == AgreementStanding.Outdated)

            // Overdue begins just after the moment until which the old acceptance counts.
            .Select(agreement => agreement.AcceptBy?.AddMilliseconds(1))
            .Concat(holds.Select(hold => hold?.UntilUtc))
            .Where(at => at > now)
            .Min();
    }

    private static DateTime? Later(DateTime? one, DateTime? other) => one > other ? one : other ?? one;
}
