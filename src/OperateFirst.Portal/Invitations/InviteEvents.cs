using System.Text.Json.Nodes;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Invitations;

/// <summary>Ledger kinds, on the project's chain, and message kinds of calendar invites. The subject of a message is the revision.</summary>
public static class InviteEvents
{
    public const string Issued = "invite.issued";
    public const string Updated = "invite.updated";
    public const string Cancelled = "invite.cancelled";

    public const string RequestMail = "mail.calendar-invite.v1";
    public const string CancelMail = "mail.calendar-cancel.v1";

    /// <summary>Messages of one invite are not sent at the same time.</summary>
    public static string OrderKeyOf(Guid inviteId) => $"invite/{inviteId:N}";
}

/// <summary>Who or what makes an invite change.</summary>
/// <param name="AccountId">Null where the portal itself does.</param>
/// <param name="Name">The public name, for the ledger.</param>
/// <param name="KnownAs">How the e-mails call the person.</param>
internal sealed record InviteActor(Guid? AccountId, string Name, string KnownAs)
{
    public static readonly InviteActor Portal = new(null, "", "");
}

/// <summary>Puts what happens to an invite into the save that is under way: the revision, one promise for each recipient, the ledger entry.</summary>
internal sealed class InviteRecords(PortalDbContext db, PortalLedger ledger, DateTime now)
{
    /// <summary>To all that <paramref name="snapshot"/> names, with the invite's present sequence.</summary>
    public void Promise(IssuedInvite invite, InviteSnapshot snapshot, string method, string cause, InviteActor actor, string sentence = "", DateOnly? date = null)
    {
        var revision = new InviteRevision
        {
            InviteId = invite.Id,
            Sequence = invite.Sequence,
            Method = method,
            RecurrenceDate = date,
            Cause = cause,
            ByName = actor.KnownAs,
            Sentence = sentence,
            Snapshot = snapshot,
            AtUtc = now,
        };
        db.InviteRevisions.Add(revision);
        var what = (method, cause) switch
        {
            (CalendarInvite.Cancel, _) when date is null => "Calendar cancellation",
            (_, InviteCauses.Approved) => "Calendar invite",
            _ => "Calendar update",
        };
        foreach (var person in snapshot.Attendees)
        {
            db.Enqueue(
                new MessageDraft(
                    method == CalendarInvite.Cancel ? InviteEvents.CancelMail : InviteEvents.RequestMail,
                    invite.ProjectId, revision.Id, $"{what} to {person.Name}: {snapshot.ShortTitle}")
                {
                    Recipient = person.Email,
                    RecipientName = person.Name,
                    OrderKey = InviteEvents.OrderKeyOf(invite.Id),
                },
                now);
        }
    }

    /// <summary>Ends the invite for all.</summary>
    public void Cancel(IssuedInvite invite, InviteActor actor, string why)
    {
        invite.End();
        Promise(invite, invite.Snapshot, CalendarInvite.Cancel, InviteCauses.Ended, actor, why);
        Record(invite, InviteEvents.Cancelled, actor, why);
    }

    public void Record(IssuedInvite invite, string kind, InviteActor actor, string what = "")
    {
        var body = new JsonObject
        {
            ["invite"] = invite.Id.ToString("N"),
            ["sequence"] = invite.Sequence,
            ["target"] = invite.Meeting,
            ["title"] = invite.Snapshot.ShortTitle,
            ["people"] = invite.Snapshot.Attendees.Count,
            ["what"] = what,
        };
        if (actor.Name.Length > 0)
        {
            body["by"] = actor.Name;
        }

        ledger.Record(invite.ProjectId, kind, actor.AccountId, body);
    }
}
