using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Onboarding;

/// <summary>Steps 6 and 7 of the journey: a coordinator lets the project into a meeting.</summary>
internal static class InvitationSteps
{
    /// <summary>Who has the ball while an operator's pause lasts.</summary>
    private const string Operators = "the operators";

    public static JourneyStep Of(StepKind kind, InvitationFact fact, ProjectFacts facts, DateTime now)
    {
        var (target, page) = (fact.Target, $"invitations/{fact.Target.Name}");
        var committed = facts.Commitment.CountsAt(now) ? facts.Commitment.Accepted : null;
        var opened = target.AfterCommitment && committed is not null ? committed.AtUtc : facts.RegisteredAtUtc;
        var step = new JourneyStep
        {
            Kind = kind,
            Title = $"{target.Title} invite",
            State = StepState.YourTurn,
            SinceUtc = opened,
            OpenedUtc = opened,
            Standing = "No invite asked for yet.",
            Next = $"Ask {target.Contact.Name} for the invite",
            NextPage = page,
        };
        if (fact.IsInvited)
        {
            return step with
            {
                State = StepState.Done,
                SinceUtc = fact.Invited?.SinceUtc ?? fact.SinceUtc ?? step.SinceUtc,
                Standing = $"{fact.Invited?.By ?? fact.Decider} approved it.{ChangeOfPeople(fact)}",
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
                Standing = fact.State == InvitationState.Waiting ? "Asked for; it waits for your acceptance." : "Nothing asked for yet.",
                Next = "Read the commitment agreement",
                NextPage = $"agreements/{facts.Commitment.Name}",
            };
        }

        return fact.Hold is { } hold && hold.IsActive(now)
            ? Paused(step, hold, fact.State == InvitationState.Waiting ? "Your request stays in line." : "You can ask when the pause ends.")
            : Decided(step, fact);
    }

    /// <summary>A step that an operator's hold keeps from going on.</summary>
    public static JourneyStep Paused(JourneyStep step, HoldFact hold, string next) => step with
    {
        State = StepState.Blocked,
        SinceUtc = hold.SinceUtc,
        WaitsFor = Operators,
        Why = hold.Sentence,
        Standing = "Paused by the operators.",
        Next = next,
        NextPage = "",
    };

    // The invite stands, whatever becomes of a later request.
    private static string ChangeOfPeople(InvitationFact fact) => fact.State switch
    {
        InvitationState.Waiting => $" Your change of people waits for {fact.Target.Contact.ShortName}.",
        InvitationState.ChangesAsked => $" About your change of people: {ConversationStep.Returned(fact)}",
        InvitationState.Declined => $" Your change of people: {ConversationStep.Returned(fact)}",
        _ => "",
    };

    private static JourneyStep Decided(JourneyStep step, InvitationFact fact) => fact.State switch
    {
        InvitationState.Waiting => step with
        {
            State = StepState.Waiting,
            SinceUtc = fact.SinceUtc ?? step.SinceUtc,
            WaitsFor = fact.Target.Contact.Name,
            WaitsOn = fact.Target.Name,
            Standing = "Asked for, not decided yet.",
            Next = $"{fact.Target.Contact.ShortName} approves it or asks you a question",
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
