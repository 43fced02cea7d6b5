using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>A coordinator approves, asks for a change, or declines; the lead is told by e-mail and the issue by a comment.</summary>
public sealed class DecideInvitation(PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, MeetingInvites invites, TimeProvider time)
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
        request.Decide(state, text, me.Name, seenVersion, time.UtcNow());
        project.Touch();
        Tell(project, request, kind, text);

        // An approved meeting is answered by its calendar invite, which goes to the lead too.
        if (state != InvitationState.Approved || !await invites.IssueAsync(project, request, content.FindInvitationTarget(request.Target), cancel))
        {
            Answer(project, request);
        }

        await db.SaveChangesAsync(cancel);
    }

    private void Tell(Project project, InvitationRequest request, string kind, string reason)
    {
        var title = content.FindInvitationTarget(request.Target)?.Title ?? request.Target;
        ledger.Record(project.Id, kind, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["request"] = request.Id.ToString("N"),
            ["target"] = request.Target,
            ["title"] = title,
            ["reason"] = reason,
        });
    }

    private void Answer(Project project, InvitationRequest request)
    {
        var title = content.FindInvitationTarget(request.Target)?.Title ?? request.Target;
        db.Enqueue(
            new MessageDraft(InvitationEvents.DecidedMail, project.Id, request.Id, $"Answer to {request.RequestedByName}: {title}")
            {
                Recipient = request.Attendees[0].Email,
                RecipientName = request.Attendees[0].Name,
                OrderKey = InvitationEvents.OrderKeyOf(request.Target, project.Id),
            },
            time.UtcNow());
    }
}
