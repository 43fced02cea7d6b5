using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>A project no longer comes to a meeting: the calendar invite ends for all, and the step opens again.</summary>
public sealed class LeaveMeeting(PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, MeetingInvites invites, TimeProvider time)
{
    /// <param name="sure">Ticked on the page: the invite goes out of everybody's calendar.</param>
    public async Task RunAsync(string slug, string targetName, bool sure, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        var target = content.FindInvitationTarget(targetName) ?? throw new ProjectNotFoundException();
        project.RefuseIfClosed();
        var requests = await db.RequestsFor(project.Id, target.Name).ToListAsync(cancel);
        if (target.Meeting is null || requests.Find(request => request.State == InvitationState.Approved) is not { } approved)
        {
            throw new RuleBrokenException("Your project is not invited, so there is nothing to cancel. The page below is up to date.");
        }

        if (!sure)
        {
            throw new RuleBrokenException("Sure", "Tick the box first: the meeting goes out of the calendars of all who are invited.");
        }

        // A declined request too: its refusal cannot be taken back into a meeting that the project has left.
        requests.ForEach(request => request.Leave(time.UtcNow()));
        project.Touch();
        ledger.Record(project.Id, InvitationEvents.Withdrawn, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["target"] = target.Name,
            ["title"] = target.Title,
            ["contact"] = target.Contact.Name,
            ["left"] = true,
        });
        await invites.CancelAsync(project.Id, target.Name, $"{project.Slug} no longer takes part.", cancel);
        TellContact(project, target, approved);
        await db.SaveChangesAsync(cancel);
    }

    private void TellContact(Project project, InvitationTarget target, InvitationRequest request) => db.Enqueue(
        new MessageDraft(InvitationEvents.LeftMail, project.Id, request.Id, $"Word to {target.Contact.Name}: the project left {target.InSentence}")
        {
            Recipient = target.Contact.Email,
            RecipientName = target.Contact.Name,
            OrderKey = InvitationEvents.OrderKeyOf(target.Name, project.Id),
        },
        time.UtcNow());
}
