using OperateFirst.Portal.Agreements;

namespace OperateFirst.Portal.Onboarding;

/// <summary>Steps 3 and 4 of the journey.</summary>
internal static class AgreementSteps
{
    public static JourneyStep Of(StepKind kind, ProjectFacts facts, AgreementFact agreement, DateTime now)
    {
        // A project that was there before the newest version could not have accepted it earlier.
        var opened = agreement.CurrentSinceUtc > facts.RegisteredAtUtc ? agreement.CurrentSinceUtc : facts.RegisteredAtUtc;
        var step = new JourneyStep
        {
            Kind = kind,
            Title = agreement.Title,
            State = StepState.YourTurn,
            SinceUtc = facts.RegisteredAtUtc,
            OpenedUtc = facts.RegisteredAtUtc,
            Standing = kind == StepKind.Commitment ? "Not accepted yet. It opens steps 7 and 8." : "Not accepted yet. It opens step 8.",
            Next = "Read and accept",
            NextPage = $"agreements/{agreement.Name}",
        };
        return (agreement.StandingAt(now), agreement.Accepted, agreement.Withdrawn) switch
        {
            (AgreementStanding.Accepted, { } accepted, _) => step with
            {
                State = StepState.Done,
                SinceUtc = accepted.AtUtc,
                OpenedUtc = accepted.Number == agreement.CurrentNumber ? opened : facts.RegisteredAtUtc,
                Standing = accepted.Number == agreement.CurrentNumber
                    ? $"Version {accepted.Number} accepted by {accepted.By}."
                    : $"Version {accepted.Number} accepted by {accepted.By}. Version {agreement.CurrentNumber} changes the wording only; your acceptance stands.",
                Next = "See the receipt",
                NextPage = $"agreements/{agreement.Name}/receipt",
            },
            (AgreementStanding.Withdrawn, _, { } withdrawn) => step with
            {
                SinceUtc = withdrawn.AtUtc,
                Standing = $"{withdrawn.By} withdrew the acceptance of version {withdrawn.Number}: {withdrawn.Reason}",
            },
            (var standing, { } accepted, _) => step with
            {
                State = standing == AgreementStanding.Overdue ? StepState.Overdue : StepState.YourTurn,
                SinceUtc = agreement.CurrentSinceUtc,
                Standing = standing == AgreementStanding.Overdue
                    ? $"Version {accepted.Number} was accepted and no longer counts. Version {agreement.CurrentNumber} is waiting for you."
                    : $"Version {accepted.Number} accepted. Version {agreement.CurrentNumber} is waiting for you.",
                Next = $"Read and accept version {agreement.CurrentNumber}",
                Deadline = agreement.AcceptBy,
            },
            _ => step,
        };
    }
}
