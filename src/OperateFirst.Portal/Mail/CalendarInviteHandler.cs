using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Mail;

/// <summary>To one who is invited: the calendar invite, or what is new about it.</summary>
internal sealed class CalendarInviteHandler(CalendarMail mail) : IMessageHandler
{
    public string Kind => InviteEvents.RequestMail;

    public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => mail.SendAsync(message, cancel);
}

/// <summary>To one who was invited: the meeting, or one date of it, goes out of the calendar.</summary>
internal sealed class CalendarCancelHandler(CalendarMail mail) : IMessageHandler
{
    public string Kind => InviteEvents.CancelMail;

    public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => mail.SendAsync(message, cancel);
}

/// <summary>Sends one revision of an invite to one person. All is rendered from the revision, as it was when it was promised.</summary>
internal sealed class CalendarMail(PortalDbContext db, MailDelivery mail, CalendarMailWords words)
{
    public async Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var revision = await db.InviteRevisions.AsNoTracking().SingleAsync(candidate => candidate.Id == message.SubjectId, cancel);
        var invite = await db.IssuedInvites.AsNoTracking().SingleAsync(candidate => candidate.Id == revision.InviteId, cancel);
        var others = (await db.InviteRevisions.AsNoTracking().Where(other => other.InviteId == invite.Id && other.Sequence != revision.Sequence)
            .OrderBy(other => other.Sequence).ToListAsync(cancel)).FindAll(other => other.Snapshot.Names(message.Recipient));

        // Sent late, it would put back what a newer one has replaced: not every calendar minds the sequence.
        if (others.Exists(revision.IsOvertakenBy))
        {
            return new Delivery.Done($"Not sent{(message.HasEarlierTry ? " again" : "")}: a newer version took its place");
        }

        var before = others.FindLast(other => other.Sequence < revision.Sequence && other.RecurrenceDate is null);
        var project = await db.Projects.AsNoTracking().Include(candidate => candidate.Members).SingleAsync(candidate => candidate.Id == invite.ProjectId, cancel);
        var reader = new CalendarReader(
            message.RecipientName, message.Recipient, await IsMemberAsync(project, message.Recipient, cancel), IsNew: before is null or { IsCancel: true });
        return await mail.SendAsync(message, project.Slug, words.Of(revision, invite.Uid, project.Slug, reader), cancel);
    }

    // Who asked without an address of their own is invited at the project's.
    private async Task<bool> IsMemberAsync(Project project, string email, CancellationToken cancel)
    {
        var accounts = project.Members.Select(member => member.AccountId).OfType<Guid>().ToList();
        var addresses = await db.Accounts.AsNoTracking().Where(account => accounts.Contains(account.Id)).Select(account => account.Email).ToListAsync(cancel);
        return addresses.Append(project.ContactEmail).Contains(email, StringComparer.OrdinalIgnoreCase);
    }
}

/// <param name="IsMember">Of the project: may open its pages.</param>
/// <param name="IsNew">Was not invited by the revision before.</param>
internal sealed record CalendarReader(string Name, string Email, bool IsMember, bool IsNew);
