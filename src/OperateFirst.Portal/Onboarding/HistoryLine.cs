using System.Text.Json.Nodes;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Conversation;
using OperateFirst.Portal.Guide;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Onboarding;

/// <summary>A ledger entry in a plain sentence.</summary>
/// <param name="Person">Public name of who did it; empty where the portal did.</param>
/// <param name="Sentence">Begins with the person's name. Plain text that people have typed in part: encode it.</param>
public sealed record HistoryLine(DateTime AtUtc, string Kind, string Person, string Sentence, string Hash)
{
    public static HistoryLine Of(LedgerEntry entry)
    {
        var body = JsonNode.Parse(entry.Body)?.AsObject() ?? [];
        var person = Text(body, "by");
        var who = person.Length == 0 ? "The portal" : Text(body, "for") is { Length: > 0 } contact ? $"{person}, standing in for {contact}," : person;
        return new HistoryLine(entry.AtUtc, entry.Kind, person, $"{who} {Deed(entry.Kind, body)}", entry.Hash);
    }

    private static string Deed(string kind, JsonObject body) => kind switch
    {
        ProjectEvents.Registered => $"registered the project {Text(body, "slug")}.",
        ProjectEvents.Edited => $"changed {Changed(body)}.",
        ProjectEvents.MemberAdded => $"added {Text(body, "member")} as a member.",
        ProjectEvents.MemberRemoved => $"removed {Text(body, "member")} from the members.",
        ProjectEvents.LeadMade => $"made {Text(body, "member")} a lead.",
        ProjectEvents.AcceptingAllowed => $"allowed {Text(body, "member")} to accept agreements.",
        ProjectEvents.AcceptingForbidden => $"no longer allows {Text(body, "member")} to accept agreements.",
        ProjectEvents.ClusterAccessMarked => "marked cluster access as done.",
        ProjectEvents.LeadGiven => $"gave the project a new lead, {Text(body, "member")}: {Text(body, "reason")}",
        ProjectEvents.Closed when body["operator"] is not null => $"closed the project for the operators: {Text(body, "reason")}",
        ProjectEvents.Closed => $"closed the project: {Text(body, "reason")}",
        ConfirmReading.ConfirmedKind => "read the points about the environment and confirmed them.",
        AgreementEvents.Accepted => $"accepted the {Text(body, "title").ToLowerInvariant()}, version {Text(body, "version")}.",
        AgreementEvents.Withdrawn => $"withdrew the acceptance of the {Text(body, "title").ToLowerInvariant()}, version {Text(body, "version")}: {Text(body, "reason")}",
        AgreementEvents.Reminded => $"reminded {Text(body, "who")} to accept version {Text(body, "version")} of the {Text(body, "title").ToLowerInvariant()}.",
        MarkJoined.JoinedKind => $"marked as joined: {Text(body, "title")}.",
        MarkJoined.LeftKind => $"took back the mark for {Text(body, "title")}.",
        InvitationEvents.Requested => $"asked {Text(body, "contact")} for an invite: {Text(body, "title")}, {People(body)}.",
        InvitationEvents.Changed => $"changed the request to {Text(body, "contact")}: {Text(body, "title")}, {People(body)}.",
        InvitationEvents.Withdrawn when body["left"] is not null => $"cancelled the project's invite: {Text(body, "title")}.",
        InvitationEvents.Withdrawn => $"withdrew the request to {Text(body, "contact")}: {Text(body, "title")}.",
        InvitationEvents.Approved => $"approved the request: {Text(body, "title")}.",
        InvitationEvents.ChangesAsked => $"asked for a change to the request ({Text(body, "title")}): {Text(body, "reason")}",
        InvitationEvents.Declined => $"declined the request ({Text(body, "title")}): {Text(body, "reason")}",
        InviteEvents.Issued => $"sent the calendar invite to {People(body)}: {Text(body, "title")}.",
        InviteEvents.Updated => $"updated the calendar invite ({Text(body, "title")}), {People(body)}: {Text(body, "what")}",
        InviteEvents.Cancelled => $"cancelled the calendar invite ({Text(body, "title")}), {People(body)}: {Text(body, "what")}",
        InvitationEvents.DecisionUndone => $"took the answer to the request back ({Text(body, "title")}); it waits again.",
        InvitationEvents.Nudged => $"reminded {Text(body, "contact")} of the request: {Text(body, "title")}.",
        InvitationEvents.Reminded => $"reminded {Text(body, "people")} of the request, which has waited {Text(body, "days")} business days: {Text(body, "title")}.",
        DeliveryEvents.SentAgain => $"had a message sent again: {Text(body, "title")}.",
        DeliveryEvents.TriedNow => $"had a message tried at once: {Text(body, "title")}.",
        DeliveryEvents.GivenUp => $"gave up a message ({Text(body, "title")}): {Text(body, "reason")}",
        IssueEvents.Closed => $"closed the public tracking issue #{Text(body, "number")} on GitHub.",
        IssueEvents.Reopened => $"reopened the public tracking issue #{Text(body, "number")} on GitHub.",
        IssueEvents.Deleted => $"deleted the public tracking issue #{Text(body, "number")} on GitHub.",
        IssueEvents.FoundAgain => $"found the public tracking issue #{Text(body, "number")} on GitHub again.",
        IssueEvents.Transferred => $"moved the public tracking issue #{Text(body, "number")} into another repository on GitHub: {Text(body, "to")}",
        TrackingIssue.OpenedKind => $"opened the public tracking issue #{Text(body, "number")}.",
        _ => $"recorded “{kind}”.",
    };

    private static string Changed(JsonObject body) =>
        body["changed"] is JsonObject changed ? string.Join(", ", changed.Select(field => $"the {field.Key}")) : "the registration";

    private static string People(JsonObject body) => Text(body, "people") is var people && people == "1" ? "one person" : $"{people} people";

    private static string Text(JsonObject body, string name) => body[name] switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        { } other => other.ToJsonString(),
        null => "",
    };
}
