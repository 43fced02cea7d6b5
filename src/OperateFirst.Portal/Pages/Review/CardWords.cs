using System.Globalization;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Review;

/// <summary>What the pages for coordinators say of a request.</summary>
public static class CardWords
{
    private static readonly Dictionary<string, string> TelemetryWords = WordsOf("Telemetry");
    private static readonly Dictionary<string, string> CommitmentWords = WordsOf("Commitment");

    public static string Days(int age) => string.Create(CultureInfo.InvariantCulture, $"{age} business day{(age == 1 ? "" : "s")}");

    /// <summary>An agreement's standing by its written name.</summary>
    public static string Standing(string written) => written switch
    {
        AgreementStandings.Accepted => "accepted",
        AgreementStandings.Outdated => "older version accepted",
        AgreementStandings.Overdue => "new version overdue",
        AgreementStandings.Withdrawn => "withdrawn",
        _ => "missing",
    };

    /// <summary>"Telemetry: accepted".</summary>
    public static string Telemetry(string written) => TelemetryWords.TryGetValue(written, out var words) ? words : "Telemetry: missing";

    public static string Commitment(string written) => CommitmentWords.TryGetValue(written, out var words) ? words : "Commitment: missing";

    /// <summary>Where a request stands, at a glance.</summary>
    public static StateLabel Label(QueueCard card) => card.Request.State switch
    {
        InvitationState.Waiting or InvitationState.ChangesAsked when card.Request.IsClosed => new("closed", "Project closed"),
        InvitationState.Waiting when card.Pause.Length > 0 => new("paused", $"Paused after {Days(card.Age)}"),
        InvitationState.Waiting when card.LacksCommitment => new("blocked", $"Blocked after {Days(card.Age)}"),
        InvitationState.Waiting => new(card.Age >= 5 ? "waiting-long" : "waiting", $"Waiting {Days(card.Age)}"),
        InvitationState.ChangesAsked => new("sent-back", "Sent back"),
        InvitationState.Approved => new("approved", "Approved"),
        InvitationState.Declined => new("declined", "Declined"),
        _ => new("withdrawn", "Withdrawn"),
    };

    /// <summary>Who has to act, and why.</summary>
    public static string Ball(QueueCard card) => card.Request switch
    {
        { IsClosed: true } => "Nobody: the project was closed.",
        { State: InvitationState.Waiting } when card.Pause.Length > 0 => $"The operators paused it: {card.Pause}",
        { State: InvitationState.Waiting } when card.LacksCommitment => "The project: the commitment agreement is missing. No clock runs.",
        { State: InvitationState.Waiting } => "You",
        { State: InvitationState.ChangesAsked } sentBack => $"The project, since {Day(sentBack.SinceUtc)}. Sent back by {sentBack.Decider.TrimEnd(',')}.",
        { State: InvitationState.Withdrawn } withdrawn => $"Nobody: withdrawn on {Day(withdrawn.SinceUtc)}.",
        var decided => $"Nobody: answered on {Day(decided.SinceUtc)} by {decided.Decider.TrimEnd(',')}.",
    };

    private static Dictionary<string, string> WordsOf(string agreement) => new[]
    {
        AgreementStandings.Accepted, AgreementStandings.Outdated, AgreementStandings.Overdue, AgreementStandings.Withdrawn,
    }.ToDictionary(written => written, written => $"{agreement}: {Standing(written)}");

    private static string Day(DateTime utc) => utc.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
}
