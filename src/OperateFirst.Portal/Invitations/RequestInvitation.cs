using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>Ledger kinds and message kinds of this room. The subject of each message is the request.</summary>
public static class InvitationEvents
{
    public const string Requested = "invitation.requested";
    public const string Changed = "invitation.changed";
    public const string Withdrawn = "invitation.withdrawn";
    public const string Approved = "invitation.approved";
    public const string ChangesAsked = "invitation.changes-asked";
    public const string Declined = "invitation.declined";
    public const string DecisionUndone = "invitation.decision-undone";
    public const string Nudged = "invitation.nudged";

    /// <summary>The portal reminded the contact, and after a while who stands in too.</summary>
    public const string Reminded = "invitation.reminded";

    public const string RequestedMail = "mail.invitation-requested.v1";
    public const string ChangedMail = "mail.invitation-changed.v1";
    public const string WithdrawnMail = "mail.invitation-withdrawn.v1";

    /// <summary>To the coordinator: a project that was in comes no longer.</summary>
    public const string LeftMail = "mail.invitation-left.v1";

    /// <summary>To the person who asked: the portal has the request and who decides it.</summary>
    public const string ReceivedMail = "mail.invitation-received.v1";

    /// <summary>To the person who asked: what was decided.</summary>
    public const string DecidedMail = "mail.invitation-decided.v1";

    /// <summary>To the person who asked: the answer was taken back.</summary>
    public const string UndoneMail = "mail.invitation-undone.v1";

    public const string NudgeMail = "mail.invitation-nudge.v1";

    /// <summary>Messages about one request of a project are not sent at the same time.</summary>
    public static string OrderKeyOf(string target, Guid projectId) => $"invitation/{target}/{projectId:N}";
}

/// <summary>Asks to be let into a meeting or room, or changes or withdraws what was asked while it waits.</summary>
public sealed class RequestInvitation(PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, TimeProvider time)
{
    /// <summary>Asks, or changes the request that waits. The same form sent twice is one request and one e-mail.</summary>
    public async Task RunAsync(string slug, string targetName, InvitationForm form, CancellationToken cancel)
    {
        var (project, target) = await LoadAsync(slug, targetName, cancel);
        project.RefuseIfClosed();
        await RefuseIfBlockedAsync(project, target, cancel);
        var details = InvitationDetails.From(form);
        var asker = await me.LoadAsync(db, cancel);
        var lead = new Attendee(asker.Name, asker.Email.Length > 0 ? asker.Email : project.ContactEmail);
        var newest = await db.RequestsFor(project.Id, target.Name).FirstOrDefaultAsync(cancel);
        switch (newest?.State)
        {
            // Whoever is let into a meeting may ask for other people to come.
            case InvitationState.Approved when target.Meeting is null || (IsInvited(newest, lead, details) && await db.ActiveInvites(project.Id, target.Name).AnyAsync(cancel)):
                throw new RuleBrokenException($"{target.Contact.Name} has approved your request already, so there is nothing to ask for.");
            case InvitationState.Waiting or InvitationState.ChangesAsked when SaysTheSame(newest, details):
                return;
            case InvitationState.Waiting or InvitationState.ChangesAsked:
                newest.Change(newest.Attendees[0], details, time.UtcNow());
                await TellAsync(project, target, newest, InvitationEvents.Changed, InvitationEvents.ChangedMail, "Changed request", cancel);
                break;
            default:
                var request = InvitationRequest.Of(project, target, me.Id, me.Name, lead, details, time.UtcNow());
                db.InvitationRequests.Add(request);
                await TellAsync(project, target, request, InvitationEvents.Requested, InvitationEvents.RequestedMail, "Invite request", cancel);
                Promise(project, target, request, InvitationEvents.ReceivedMail, $"Receipt to {me.Name}: request for {target.InSentence}", lead);
                break;
        }

        await db.SaveChangesAsync(cancel);
    }

    public async Task WithdrawAsync(string slug, string targetName, CancellationToken cancel)
    {
        var (project, target) = await LoadAsync(slug, targetName, cancel);
        project.RefuseIfClosed();
        var request = await db.RequestsFor(project.Id, target.Name).FirstOrDefaultAsync(cancel);
        if (request is null)
        {
            return;
        }

        request.Withdraw(time.UtcNow());
        await TellAsync(project, target, request, InvitationEvents.Withdrawn, InvitationEvents.WithdrawnMail, "Withdrawn request", cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<(Project Project, InvitationTarget Target)> LoadAsync(string slug, string targetName, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        var target = content.FindInvitationTarget(targetName) ?? throw new ProjectNotFoundException();
        return (project, target);
    }

    private async Task RefuseIfBlockedAsync(Project project, InvitationTarget target, CancellationToken cancel)
    {
        var now = time.UtcNow();
        var obstacle = await db.ObstacleAsync(project.Id, target, now, cancel);
        if (obstacle.Hold is { } hold)
        {
            throw new RuleBrokenException($"Requests for {target.InSentence} are paused: {hold.Sentence}");
        }

        if (obstacle.LacksCommitment)
        {
            throw new RuleBrokenException($"Accept the commitment agreement first (step 4): {target.InSentence} is for committed projects.");
        }
    }

    private static bool SaysTheSame(InvitationRequest request, InvitationDetails details) =>
        request.State == InvitationState.Waiting && request.Note == details.Note &&
        request.Attendees.Skip(1).SequenceEqual(details.Attendees.Where(person => !person.Email.Equals(request.Attendees[0].Email, StringComparison.OrdinalIgnoreCase)));

    private static bool IsInvited(InvitationRequest approved, Attendee lead, InvitationDetails details) =>
        details.Attendees.Prepend(lead).DistinctBy(person => person.Email, StringComparer.OrdinalIgnoreCase).ToHashSet().SetEquals(approved.Attendees);

    private async Task TellAsync(Project project, InvitationTarget target, InvitationRequest request, string kind, string mail, string what, CancellationToken cancel)
    {
        project.Touch();
        ledger.Record(project.Id, kind, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["request"] = request.Id.ToString("N"),
            ["target"] = target.Name,
            ["title"] = target.Title,
            ["contact"] = target.Contact.Name,
            ["people"] = request.Attendees.Count,
        });
        foreach (var reader in await db.ReadersOfAsync(target.Contact, NewYork.DayOf(time.UtcNow()), cancel))
        {
            Promise(project, target, request, mail, $"{what} to {reader.Name}: {target.InSentence}", new Attendee(reader.Name, reader.Email));
        }
    }

    private void Promise(Project project, InvitationTarget target, InvitationRequest request, string mail, string title, Attendee to) =>
        db.Enqueue(
            new MessageDraft(mail, project.Id, request.Id, title)
            {
                Recipient = to.Email,
                RecipientName = to.Name,
                OrderKey = InvitationEvents.OrderKeyOf(target.Name, project.Id),
            },
            time.UtcNow());
}
