using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>A coordinator, or who stands in, approves, asks for a change, or declines; the lead is told by e-mail and the issue by a comment.</summary>
public sealed class DecideInvitation(PortalDbContext db, PortalLedger ledger, CurrentAccount me, Deciders deciders, PortalContent content, MeetingInvites invites, TimeProvider time)
{
    public const int ReasonLength = 1000;

    /// <param name="decision"><c>approve</c>, <c>change</c> or <c>decline</c>.</param>
    /// <param name="seenVersion">Of the request as it was shown.</param>
    public async Task RunAsync(Guid id, string? decision, string? reason, int seenVersion, CancellationToken cancel)
    {
        var mine = me.Coordinates;
        var request = await db.InvitationRequests.SingleOrDefaultAsync(candidate => candidate.Id == id && mine.Contains(candidate.Contact), cancel)
            ?? throw new ProjectNotFoundException();
        var project = await db.Projects.Include(candidate => candidate.Members).SingleAsync(candidate => candidate.Id == request.ProjectId, cancel);
        project.RefuseIfClosed();
        var (state, kind, missing) = decision switch
        {
            "approve" => (InvitationState.Approved, InvitationEvents.Approved, ""),
            "change" => (InvitationState.ChangesAsked, InvitationEvents.ChangesAsked, "what should be changed"),
            "decline" => (InvitationState.Declined, InvitationEvents.Declined, "why you decline"),
            _ => throw new RuleBrokenException("Choose one of the three answers."),
        };
        var checks = new FieldChecks();
        var text = checks.Text("Reason", reason, missing.Length > 0 ? missing : "the answer", ReasonLength, optional: missing.Length == 0);
        checks.ThrowIfAny();
        var by = deciders.For(request.Contact);
        var now = time.UtcNow();
        request.Decide(state, text, by, seenVersion, now);
        if (state == InvitationState.Approved && content.FindInvitationTarget(request.Target) is { } target)
        {
            RefuseWhileBlocked(await db.ObstacleAsync(project.Id, target, now, cancel), project, target);
        }

        project.Touch();
        Record(project, request, by, kind, text);

        // An approved meeting is answered by its calendar invite, which goes to the lead too.
        if (state != InvitationState.Approved || !await invites.IssueAsync(project, request, content.FindInvitationTarget(request.Target), cancel))
        {
            Answer(project, request);
        }

        await db.SaveChangesAsync(cancel);
    }

    private static void RefuseWhileBlocked(Obstacle obstacle, Project project, InvitationTarget target)
    {
        if (obstacle.Hold is { } hold)
        {
            throw new RuleBrokenException($"The operators paused requests for {target.InSentence}: {hold.Sentence} You can approve it when the pause ends.");
        }

        if (obstacle.LacksCommitment)
        {
            throw new RuleBrokenException(
                $"{project.Slug} has no commitment agreement that counts any more, and {target.InSentence} is for committed projects. Wait until the project has accepted it, or decline.");
        }
    }

    private void Record(Project project, InvitationRequest request, Decider by, string kind, string reason)
    {
        var title = content.FindInvitationTarget(request.Target)?.Title ?? request.Target;
        ledger.Record(project.Id, kind, me.Id, deciders.Body(by, request, title, reason));
    }

    private void Answer(Project project, InvitationRequest request)
    {
        var title = content.FindInvitationTarget(request.Target)?.Title ?? request.Target;

        // An answer that was taken back before its e-mail left is told by that e-mail, with what is decided now.
        db.EnqueueCoalesced(
            new MessageDraft(InvitationEvents.DecidedMail, project.Id, request.Id, $"Answer to {request.RequestedByName}: {title}")
            {
                Recipient = request.Attendees[0].Email,
                RecipientName = request.Attendees[0].Name,
                OrderKey = InvitationEvents.OrderKeyOf(request.Target, project.Id),
            },
            time.UtcNow());
    }
}

/// <summary>By what name an answer is told.</summary>
public sealed class Deciders(CurrentAccount me, PortalContent content, IOptionsMonitor<RolesOptions> roles)
{
    /// <param name="contact">Key of the contact whose request is answered.</param>
    public Decider For(string contact) => new(Name(), me.StandsInFor(contact) ? NameOf(contact) : "");

    internal JsonObject Body(Decider by, InvitationRequest request, string title, string reason)
    {
        var body = new JsonObject
        {
            ["by"] = by.Name,
            ["request"] = request.Id.ToString("N"),
            ["target"] = request.Target,
            ["title"] = title,
            ["reason"] = reason,
        };
        if (by.StandsInFor.Length > 0)
        {
            body["for"] = by.StandsInFor;
        }

        return body;
    }

    // A contact is known by the name of the content file, unless several people share the contact.
    private string Name() => me.OwnContacts is [var own, ..] && roles.CurrentValue.Coordinators[own].Length == 1 ? NameOf(own) : me.Name;

    private string NameOf(string contact) => content.Contacts.FirstOrDefault(candidate => candidate.Key == contact)?.Name ?? contact;
}
