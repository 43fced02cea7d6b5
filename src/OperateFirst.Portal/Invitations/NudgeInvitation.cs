using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>Any of the project's people reminds the contact of a request that waits, once a week.</summary>
public sealed class NudgeInvitation(PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, TimeProvider time)
{
    public async Task RunAsync(string slug, string targetName, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        var target = content.FindInvitationTarget(targetName) ?? throw new ProjectNotFoundException();
        project.RefuseIfClosed();
        var request = await db.RequestsFor(project.Id, target.Name).FirstOrDefaultAsync(cancel)
            ?? throw new RuleBrokenException("Nothing was asked for, so there is nobody to remind. The page below is up to date.");
        var now = time.UtcNow();
        request.Nudge(now);
        RefuseWhileBlocked(await db.ObstacleAsync(project.Id, target, now, cancel), target);
        project.Touch();
        ledger.Record(project.Id, InvitationEvents.Nudged, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["request"] = request.Id.ToString("N"),
            ["target"] = target.Name,
            ["title"] = target.Title,
            ["contact"] = target.Contact.Name,
        });
        foreach (var reader in await db.ReadersOfAsync(target.Contact, NewYork.DayOf(now), cancel))
        {
            db.Enqueue(
                new MessageDraft(InvitationEvents.NudgeMail, project.Id, request.Id, $"Reminder to {reader.Name}: {target.InSentence}")
                {
                    Recipient = reader.Email,
                    RecipientName = reader.Name,
                    OrderKey = InvitationEvents.OrderKeyOf(target.Name, project.Id),
                },
                now);
        }

        await db.SaveChangesAsync(cancel);
    }

    private static void RefuseWhileBlocked(Obstacle obstacle, InvitationTarget target)
    {
        if (obstacle.Hold is { } hold)
        {
            throw new RuleBrokenException($"Requests for {target.InSentence} are paused, so {target.Contact.ShortName} cannot answer now: {hold.Sentence}");
        }

        if (obstacle.LacksCommitment)
        {
            throw new RuleBrokenException($"Accept the commitment agreement first (step 4). Until then the request waits for you, not for {target.Contact.ShortName}.");
        }
    }
}
