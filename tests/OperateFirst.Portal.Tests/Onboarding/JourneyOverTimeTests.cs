using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Tests.Onboarding;

/// <summary>Holds, withdrawals and grace periods: what changes a journey though its project did nothing, or took something back.</summary>
public sealed class JourneyOverTimeTests
{
    private static readonly DateTime Now = JourneyTests.Now;
    private static readonly HoldFact Freeze = new("coordination", "Capacity freeze until 1 December.", Now.AddDays(-2), Now.AddDays(5));

    private static ProjectFacts Outdated(DateTime acceptBy) => JourneyTests.Agreed with
    {
        Commitment = JourneyTests.Agreed.Commitment with { CurrentNumber = 2, CurrentSinceUtc = Now.AddDays(-10), AcceptBy = acceptBy },
    };

    [Fact]
    public void An_outdated_acceptance_opens_steps_until_its_grace_period_ends_and_no_longer()
    {
        var inTime = Journey.Of(Outdated(Now.AddDays(1)), Now);
        var late = Journey.Of(Outdated(Now.AddDays(-1)), Now);

        Assert.Equal(StepState.YourTurn, inTime[StepKind.SprintPlanning].State);
        Assert.Equal(StepState.YourTurn, inTime[StepKind.ClusterAccess].State);
        Assert.Equal(StepState.Overdue, late[StepKind.Commitment].State);
        Assert.Equal([4], late[StepKind.SprintPlanning].BlockedBy);
        Assert.Equal([4], late[StepKind.ClusterAccess].BlockedBy);
        Assert.Equal(StepKind.Commitment, late.Current?.Kind);
    }

    [Fact]
    public void A_version_that_changes_the_wording_only_leaves_the_acceptance_as_it_is()
    {
        var facts = JourneyTests.Agreed with
        {
            Commitment = JourneyTests.Agreed.Commitment with { CurrentNumber = 2, CurrentSinceUtc = Now.AddDays(-10), RequiredNumber = 1 },
        };

        var step = Journey.Of(facts, Now)[StepKind.Commitment];

        Assert.Equal(StepState.Done, step.State);
        Assert.Contains("your acceptance stands", step.Standing, StringComparison.Ordinal);
        Assert.Null(step.Deadline);
    }

    [Fact]
    public void A_withdrawn_acceptance_opens_the_step_again_and_blocks_what_needs_it()
    {
        var facts = JourneyTests.Agreed with
        {
            Commitment = JourneyTests.Agreed.Commitment with { Accepted = null, Withdrawn = new WithdrawalFact(1, Now.AddDays(-1), "cooktheryan", "Our team was reassigned."), Round = 1 },
        };

        var journey = Journey.Of(facts, Now);

        Assert.Equal(StepState.YourTurn, journey[StepKind.Commitment].State);
        Assert.Equal(Now.AddDays(-1), journey[StepKind.Commitment].SinceUtc);
        Assert.Contains("Our team was reassigned.", journey[StepKind.Commitment].Standing, StringComparison.Ordinal);
        Assert.Equal([4], journey[StepKind.SprintPlanning].BlockedBy);
        Assert.Equal([4], journey[StepKind.ClusterAccess].BlockedBy);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(InvitationState.Waiting)]
    [InlineData(InvitationState.ChangesAsked)]
    public void A_hold_pauses_what_is_not_approved_and_says_why(InvitationState? state)
    {
        var facts = JourneyTests.Fresh with { Coordination = JourneyTests.Fresh.Coordination with { State = state, SinceUtc = Now.AddDays(-3), Hold = Freeze } };

        var step = Journey.Of(facts, Now)[StepKind.Coordination];

        Assert.Equal(StepState.Blocked, step.State);
        Assert.True(step.IsPaused);
        Assert.Equal("Capacity freeze until 1 December.", step.Why);
        Assert.Equal(Freeze.SinceUtc, step.SinceUtc);
        Assert.Equal("the operators", step.WaitsFor);
    }

    [Fact]
    public void A_hold_leaves_an_approved_invite_and_ends_with_its_date()
    {
        var approved = JourneyTests.Fresh with { Coordination = JourneyTests.Fresh.Coordination with { State = InvitationState.Approved, SinceUtc = Now.AddDays(-3), Hold = Freeze } };
        var asked = JourneyTests.Fresh with { Coordination = JourneyTests.Fresh.Coordination with { Hold = Freeze } };

        Assert.Equal(StepState.Done, Journey.Of(approved, Now)[StepKind.Coordination].State);
        Assert.Equal(StepState.YourTurn, Journey.Of(asked, Now.AddDays(5))[StepKind.Coordination].State);
    }

    [Fact]
    public void A_hold_on_the_chat_room_pauses_the_conversation_only_once_the_rest_of_it_is_done()
    {
        var held = JourneyTests.Fresh with { Rooms = [JourneyTests.Fresh.Rooms[0] with { Hold = Freeze }] };
        var joined = held with { Channels = [.. held.Channels.Select(channel => channel with { JoinedAtUtc = Now.AddDays(-9) })] };

        Assert.Equal(StepState.YourTurn, Journey.Of(held, Now)[StepKind.Conversation].State);
        Assert.Contains(Journey.Of(held, Now)[StepKind.Conversation].Parts, part => part.Text.Contains("Capacity freeze", StringComparison.Ordinal));
        Assert.True(Journey.Of(joined, Now)[StepKind.Conversation].IsPaused);
    }

    [Fact]
    public void A_hold_on_cluster_access_is_told_once_both_agreements_are_there()
    {
        var facts = JourneyTests.Agreed with { ClusterHold = Freeze };

        Assert.True(Journey.Of(facts, Now)[StepKind.ClusterAccess].IsPaused);
        Assert.Equal([3, 4], Journey.Of(JourneyTests.Fresh with { ClusterHold = Freeze }, Now)[StepKind.ClusterAccess].BlockedBy);
        Assert.Equal(StepState.Done, Journey.Of(facts with { ClusterAccessAtUtc = Now }, Now)[StepKind.ClusterAccess].State);
    }

    [Fact]
    public void A_journey_names_the_next_moment_at_which_it_reads_differently()
    {
        var acceptBy = Now.AddDays(3);
        var facts = Outdated(acceptBy) with { Coordination = JourneyTests.Fresh.Coordination with { Hold = Freeze } };
        var journey = Journey.Of(facts, Now);

        Assert.Null(Journey.Of(JourneyTests.Fresh, Now).ChangesAtUtc);
        Assert.NotNull(journey.ChangesAtUtc);
        Assert.Equal(StepState.YourTurn, Journey.Of(facts, acceptBy)[StepKind.Commitment].State);
        Assert.Equal(StepState.Overdue, Journey.Of(facts, journey.ChangesAtUtc.Value)[StepKind.Commitment].State);
        Assert.Equal(Freeze.UntilUtc, Journey.Of(facts, journey.ChangesAtUtc.Value).ChangesAtUtc);
    }

    [Fact]
    public void A_done_step_tells_how_many_days_it_took_from_when_it_opened()
    {
        var facts = JourneyTests.Agreed with
        {
            SprintPlanning = JourneyTests.Fresh.SprintPlanning with { State = InvitationState.Approved, SinceUtc = JourneyTests.Agreed.Commitment.Accepted?.AtUtc.AddDays(4) },
        };

        Assert.Equal(4, Journey.Of(facts, Now)[StepKind.SprintPlanning].DaysTaken);
        Assert.Equal(1, Journey.Of(facts, Now)[StepKind.Telemetry].DaysTaken);
        Assert.Null(Journey.Of(facts, Now)[StepKind.Coordination].DaysTaken);
    }
}
