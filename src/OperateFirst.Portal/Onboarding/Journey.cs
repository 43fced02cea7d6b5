using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Onboarding;

/// <summary>The eight steps of a project, a pure function of the facts and the time.</summary>
public sealed record Journey(IReadOnlyList<JourneyStep> Steps, bool IsClosed)
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
            Agreement(StepKind.Telemetry, facts, facts.Telemetry, now),
            Agreement(StepKind.Commitment, facts, facts.Commitment, now),
            ConversationStep.Of(facts),
            Invitation(StepKind.Coordination, facts.Coordination, facts),
            Invitation(StepKind.SprintPlanning, facts.SprintPlanning, facts),
            ClusterAccess(facts),
        ];
        return facts.ClosedAtUtc is { } closed
            ? new Journey([.. steps.Select(step => step.State == StepState.Done ? step : Stopped(step, closed))], true)
            : new Journey(steps, false);
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
        Standing = facts.Reading is { } reading ? $"Read and confirmed by {reading.By}." : "Short points about the cloud, to read once.",
        Next = facts.Reading is null ? "Read the points and confirm" : "Read them again",
        NextPage = "guide",
    };

    private static JourneyStep Agreement(StepKind kind, ProjectFacts facts, AgreementFact agreement, DateTime now)
    {
        var accepted = agreement.Accepted;
        var step = new JourneyStep
        {
            Kind = kind,
            Title = agreement.Title,
            State = StepState.YourTurn,
            SinceUtc = facts.RegisteredAtUtc,
            Standing = kind == StepKind.Commitment ? "Not accepted yet. It opens steps 7 and 8." : "Not accepted yet. It opens step 8.",
            Next = "Read and accept",
            NextPage = $"agreements/{agreement.Name}",
        };
        return accepted switch
        {
            null => step,
            _ when agreement.IsCurrent => step with
            {
                State = StepState.Done,
                SinceUtc = accepted.AtUtc,
                Standing = $"Version {accepted.Number} accepted by {accepted.By}.",
                Next = "See the receipt",
                NextPage = $"agreements/{agreement.Name}/receipt",
            },
            _ => step with
            {
                State = agreement.AcceptBy < now ? StepState.Overdue : StepState.YourTurn,
                SinceUtc = agreement.CurrentSinceUtc,
                Standing = $"Version {accepted.Number} accepted. Version {agreement.CurrentNumber} is waiting for you.",
                Next = $"Read and accept version {agreement.CurrentNumber}",
                Deadline = agreement.AcceptBy,
            },
        };
    }

    private static JourneyStep Invitation(StepKind kind, InvitationFact fact, ProjectFacts facts)
    {
        var (target, page) = (fact.Target, $"invitations/{fact.Target.Name}");
        var committed = facts.Commitment.Accepted;
        var step = new JourneyStep
        {
            Kind = kind,
            Title = $"{target.Title} invite",
            State = StepState.YourTurn,
            SinceUtc = target.AfterCommitment && committed is not null ? committed.AtUtc : facts.RegisteredAtUtc,
            Standing = "No invite asked for yet.",
            Next = $"Ask {target.Contact.Name} for the invite",
            NextPage = page,
        };
        if (fact.State == InvitationState.Approved)
        {
            return step with
            {
                State = StepState.Done,
                SinceUtc = fact.SinceUtc ?? step.SinceUtc,
                Standing = $"{target.Contact.Name} approved it.",
                Next = "See your request",
            };
        }

        if (target.AfterCommitment && committed is null)
        {
            return step with
            {
                State = StepState.Blocked,
                BlockedBy = [(int)StepKind.Commitment],
                Why = "This meeting is for committed projects. Accept the commitment agreement first (step 4).",
                Standing = fact.State == InvitationState.Waiting ? "Asked for, on hold." : "Nothing asked for yet.",
                Next = "Read the commitment agreement",
                NextPage = $"agreements/{facts.Commitment.Name}",
            };
        }

        return fact.State switch
        {
            InvitationState.Waiting => step with
            {
                State = StepState.Waiting,
                SinceUtc = fact.SinceUtc ?? step.SinceUtc,
                WaitsFor = target.Contact.Name,
                Standing = "Asked for, not decided yet.",
                Next = $"{target.Contact.ShortName} approves it or asks you a question",
            },
            InvitationState.ChangesAsked or InvitationState.Declined => step with
            {
                SinceUtc = fact.SinceUtc ?? step.SinceUtc,
                Standing = ConversationStep.Returned(fact),

                Next = fact.State == InvitationState.Declined ? "Ask again" : "Change your request",
            },
            _ => step,
        };
    }

    private static JourneyStep ClusterAccess(ProjectFacts facts)
    {
        var missing = new[] { (Agreement: facts.Telemetry, Step: 3), (Agreement: facts.Commitment, Step: 4) }
            .Where(pair => pair.Agreement.Accepted is null).Select(pair => pair.Step).ToList();
        var step = new JourneyStep
        {
            Kind = StepKind.ClusterAccess,
            Title = "Cluster access",
            State = StepState.YourTurn,
            SinceUtc = facts.RegisteredAtUtc,
            Standing = "Both agreements are accepted, so you can go to the cluster.",
            Next = "Get access to the cluster",
            NextPage = "cluster",
        };
        return (facts.ClusterAccessAtUtc, missing.Count) switch
        {
            ({ } done, _) => step with { State = StepState.Done, SinceUtc = done, Standing = "Your project has access.", Next = "See how it works" },
            (null, > 0) => step with
            {
                State = StepState.Blocked,
                BlockedBy = missing,
                Why = missing.Count == 2
                    ? "Access is given once both agreements are accepted (steps 3 and 4)."
                    : $"Access is given once both agreements are accepted; step {missing[0]} is missing.",
                Standing = "Not open yet.",
                Next = "Read how cluster access works",
            },
            _ => step with { SinceUtc = Later(facts.Telemetry.Accepted?.AtUtc, facts.Commitment.Accepted?.AtUtc) ?? step.SinceUtc },
        };
    }

    private static DateTime? Later(DateTime? one, DateTime? other) => one > other ? one : other;
}
