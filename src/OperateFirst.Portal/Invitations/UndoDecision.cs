using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>Takes an answer back, by whoever may decide for the contact, until the project has asked anew: the request waits again in its old place.</summary>
public sealed class UndoDecision(PortalDbContext db, PortalLedger ledger, CurrentAccount me, Deciders deciders, PortalContent content, MeetingInvites invites, TimeProvider time)
{
    /// <param name="seenVersion">Of the request as it was shown.</param>
    public async Task RunAsync(Guid id, int seenVersion, CancellationToken cancel)
    {
        var mine = me.Coordinates;
        var request = await db.InvitationRequests.SingleOrDefaultAsync(candidate => candidate.Id == id && mine.Contains(candidate.Contact), cancel)
            ?? throw new ProjectNotFoundException();
        var project = await db.Projects.Include(candidate => candidate.Members).SingleAsync(candidate => candidate.Id == request.ProjectId, cancel);
        project.RefuseIfClosed();
        if (await db.NewerRequests(request).AnyAsync(cancel))
        {
            throw new RuleBrokenException($"{project.Slug} has asked anew since, so this answer stands. Answer the newer request.");
        }

        var (now, before) = (time.UtcNow(), request.State);
        request.Undo(seenVersion, now);
        if (content.FindInvitationTarget(request.Target) is { } target)
        {
            if (before == InvitationState.Approved && target.Meeting is not null)
            {
                await invites.TakeBackAsync(project, request, target, "The approval was taken back.", cancel);
            }

            if ((await db.ObstacleAsync(project.Id, target, now, cancel)).LacksCommitment)
            {
                request.Block(now);
            }
        }

        project.Touch();
        Tell(project, request);
        await db.SaveChangesAsync(cancel);
    }

    private void Tell(Project project, InvitationRequest request)
    {
        var title = content.FindInvitationTarget(request.Target)?.Title ?? request.Target;
        ledger.Record(project.Id, InvitationEvents.DecisionUndone, me.Id, deciders.Body(deciders.For(request.Contact), request, title, ""));
        db.Enqueue(
            new MessageDraft(InvitationEvents.UndoneMail, project.Id, request.Id, $"Answer taken back, to {request.RequestedByName}: {title}")
            {
                Recipient = request.Attendees[0].Email,
                RecipientName = request.Attendees[0].Name,
                OrderKey = InvitationEvents.OrderKeyOf(request.Target, project.Id),
            },
            time.UtcNow());
    }
}
