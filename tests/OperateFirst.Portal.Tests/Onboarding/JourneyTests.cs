using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Tests.Onboarding;

public sealed class JourneyTests
{
    private static readonly DateTime Registered = new(2026, 9, 21, 14, 5, 0, DateTimeKind.Utc);
    private static readonly DateTime Later = Registered.AddDays(1);
    internal static readonly DateTime Now = Registered.AddDays(30);
    private static readonly Contact Bill = new("bill-burns", "Bill Burns", "Bill", "bill@example.org");
    private static readonly Contact Lars = new("lars-kellogg-stedman", "Lars Kellogg-Stedman", "Lars", "lars@example.org");
    private static readonly InvitationTarget Room = new("chat-room", "Operate First Ops", "Talk.", Lars, false, null);
    private static readonly InvitationTarget Coordination = new("coordination", "Project Coordination meeting", "Meet.", Bill, false, null);
    private static readonly InvitationTarget Sprint = new("sprint-planning", "Sprint planning meeting", "Plan.", Lars, true, null);

    internal static ProjectFacts Fresh => new()
    {
        ProjectId = Guid.Empty,
        Slug = "sigstore-aas",
        Name = "sigstore as a service",
        Description = "Initial work on deploying sigstore AAS",
        RepositoryUrl = "https://github.com/sigstore/sigstore",
        DocumentationUrl = "https://www.sigstore.dev/",
        RegisteredAtUtc = Registered,
        RegisteredBy = "cooktheryan",
        Leads = ["cooktheryan"],
        Telemetry = new AgreementFact("telemetry", "Telemetry agreement", 1, Registered.AddDays(-10)),
        Commitment = new AgreementFact("commitment", "Commitment agreement", 1, Registered.AddDays(-10)),
        Rooms = [new InvitationFact(Room)],
        Channels = [new ChannelFact("users", "Mailing list Operate-first-users", "https://example.org"), new ChannelFact("dashboard", "Dashboard", "https://example.org")],
        Coordination = new InvitationFact(Coordination),
        SprintPlanning = new InvitationFact(Sprint),
    };

    private static AcceptanceFact Accepted(DateTime at, int number = 1) => new(number, at, "cooktheryan", new string('a', 64), new string('b', 64));

    internal static ProjectFacts Agreed => Fresh with
    {
        Telemetry = Fresh.Telemetry with { Accepted = Accepted(Later) },
        Commitment = Fresh.Commitment with { Accepted = Accepted(Later.AddHours(1)) },
    };

    private static JourneyStep Step(ProjectFacts facts, StepKind kind) => Journey.Of(facts, Now)[kind];

    [Fact]
    public void A_fresh_project_has_one_step_done_and_reading_is_next()
    {
        var journey = Journey.Of(Fresh, Now);

        Assert.Equal(8, journey.Steps.Count);
        Assert.Equal(Enumerable.Range(1, 8), journey.Steps.Select(step => step.Number));
        Assert.Equal(1, journey.DoneCount);
        Assert.Equal(StepKind.Environment, journey.Current?.Kind);
        Assert.Equal("guide", journey.Current?.NextPage);
        Assert.Equal(Registered, journey.Current?.SinceUtc);
    }

    [Fact]
    public void Every_step_says_where_it_stands_and_what_is_next()
    {
        Assert.All(Journey.Of(Fresh, Now).Steps, step =>
        {
            Assert.NotEmpty(step.Standing);
            Assert.NotEmpty(step.Next);
            Assert.NotEmpty(step.NextPage);
        });
    }

    [Theory]
    [InlineData(InvitationState.Waiting, "Bill Burns approved it. Your change of people waits for Bill.")]
    [InlineData(InvitationState.Declined, "Bill Burns approved it. Your change of people: Bill Burns declined: Too many.")]
    [InlineData(InvitationState.ChangesAsked, "Bill Burns approved it. About your change of people: Bill Burns asks for a change: Too many.")]
    public void Who_is_invited_stays_in_while_a_change_of_people_is_decided(InvitationState state, string standing)
    {
        var step = Step(Fresh with { Coordination = new InvitationFact(Coordination, state, Later.AddDays(5), "Too many.", Invited: new InvitedFact(Later, "Bill Burns")) }, StepKind.Coordination);

        Assert.Equal((StepState.Done, Later, standing), (step.State, step.SinceUtc, step.Standing));
    }

    [Fact]
    public void Sprint_planning_is_blocked_until_the_commitment_is_accepted()
    {
        var blocked = Step(Fresh, StepKind.SprintPlanning);
        var open = Step(Fresh with { Commitment = Fresh.Commitment with { Accepted = Accepted(Later) } }, StepKind.SprintPlanning);

        Assert.Equal(StepState.Blocked, blocked.State);
        Assert.Equal([4], blocked.BlockedBy);
        Assert.Contains("commitment agreement", blocked.Why, StringComparison.Ordinal);
        Assert.Equal(StepState.YourTurn, open.State);
        Assert.Equal(Later, open.SinceUtc);
    }

    [Fact]
    public void A_waiting_sprint_planning_request_without_a_commitment_is_blocked_but_an_issued_invite_stands()
    {
        var waiting = Fresh with { SprintPlanning = new InvitationFact(Sprint, InvitationState.Waiting, Later) };
        var issued = Fresh with { SprintPlanning = new InvitationFact(Sprint, InvitationState.Approved, Later) };

        Assert.Equal(StepState.Blocked, Step(waiting, StepKind.SprintPlanning).State);
        Assert.Equal(StepState.Done, Step(issued, StepKind.SprintPlanning).State);
    }

    [Theory]
    [InlineData(false, false, new[] { 3, 4 })]
    [InlineData(true, false, new[] { 4 })]
    [InlineData(false, true, new[] { 3 })]
    public void Cluster_access_is_blocked_by_each_agreement_that_is_missing(bool telemetry, bool commitment, int[] blockedBy)
    {
        var facts = Fresh with
        {
            Telemetry = Fresh.Telemetry with { Accepted = telemetry ? Accepted(Later) : null },
            Commitment = Fresh.Commitment with { Accepted = commitment ? Accepted(Later) : null },
        };

        var step = Step(facts, StepKind.ClusterAccess);

        Assert.Equal(StepState.Blocked, step.State);
        Assert.Equal(blockedBy, step.BlockedBy);
    }

    [Fact]
    public void Cluster_access_opens_with_the_later_of_the_two_acceptances()
    {
        var step = Step(Agreed, StepKind.ClusterAccess);

        Assert.Equal(StepState.YourTurn, step.State);
        Assert.Equal(Later.AddHours(1), step.SinceUtc);
    }

    [Fact]
    public void A_request_waits_for_its_coordinator_since_it_was_made()
    {
        var step = Step(Fresh with { Coordination = new InvitationFact(Coordination, InvitationState.Waiting, Later) }, StepKind.Coordination);

        Assert.Equal(StepState.Waiting, step.State);
        Assert.Equal("Bill Burns", step.WaitsFor);
        Assert.Equal(Later, step.SinceUtc);
    }

    [Theory]
    [InlineData(InvitationState.ChangesAsked, "asks for a change")]
    [InlineData(InvitationState.Declined, "declined")]
    public void A_request_sent_back_is_the_leads_turn_with_the_reason(InvitationState state, string words)
    {
        var step = Step(Fresh with { Coordination = new InvitationFact(Coordination, state, Later, "Who presents?") }, StepKind.Coordination);

        Assert.Equal(StepState.YourTurn, step.State);
        Assert.Contains(words, step.Standing, StringComparison.Ordinal);
        Assert.Contains("Who presents?", step.Standing, StringComparison.Ordinal);
        Assert.Equal(Later, step.SinceUtc);
    }

    [Fact]
    public void The_conversation_waits_once_all_is_joined_but_the_room_and_is_done_with_it()
    {
        var joined = Fresh with
        {
            Channels = [.. Fresh.Channels.Select(channel => channel with { JoinedAtUtc = Later })],
            Rooms = [new InvitationFact(Room, InvitationState.Waiting, Later.AddHours(2))],
        };
        var missing = joined with { Channels = [joined.Channels[0], joined.Channels[1] with { JoinedAtUtc = null }] };
        var admitted = joined with { Rooms = [new InvitationFact(Room, InvitationState.Approved, Later.AddHours(5))] };

        Assert.Equal(StepState.Waiting, Step(joined, StepKind.Conversation).State);
        Assert.Equal("Lars Kellogg-Stedman", Step(joined, StepKind.Conversation).WaitsFor);
        Assert.Equal(StepState.YourTurn, Step(missing, StepKind.Conversation).State);
        Assert.Equal(StepState.Done, Step(admitted, StepKind.Conversation).State);
        Assert.Equal(Later.AddHours(5), Step(admitted, StepKind.Conversation).SinceUtc);
    }

    [Theory]
    [InlineData(1, StepState.YourTurn)]
    [InlineData(-1, StepState.Overdue)]
    public void An_outdated_acceptance_is_the_leads_turn_until_its_date_and_overdue_after(int daysLeft, StepState state)
    {
        var facts = Agreed with { Telemetry = Agreed.Telemetry with { CurrentNumber = 2, CurrentSinceUtc = Later, AcceptBy = Now.AddDays(daysLeft) } };

        var step = Step(facts, StepKind.Telemetry);

        Assert.Equal(state, step.State);
        Assert.Equal(Now.AddDays(daysLeft), step.Deadline);
        Assert.Contains("version 2", step.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_project_has_no_next_step()
    {
        var journey = Journey.Of(Fresh with { ClosedAtUtc = Later, Coordination = new InvitationFact(Coordination, InvitationState.Waiting, Later) }, Now);

        Assert.Null(journey.Current);
        Assert.All(journey.Steps.Skip(1), step => Assert.Equal(StepState.Stopped, step.State));
        Assert.All(journey.Steps, step => Assert.Empty(step.WaitsFor));
    }
}
