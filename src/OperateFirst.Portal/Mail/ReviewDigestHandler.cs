using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Reminders;

namespace OperateFirst.Portal.Mail;

/// <summary>To a contact, or who stands in: what has waited for some days. Written from the newest states: what was answered meanwhile is left out.</summary>
internal sealed class ReviewDigestHandler(
    PortalDbContext db, PortalContent content, BusinessDays days, DigestReaders readers, MailDelivery mail, PortalAddress address, TimeProvider time) : IMessageHandler
{
    private const int MostRows = 15;

    public string Kind => ReminderDigest.Mail;

    public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel)
    {
        var digest = await db.ReminderDigests.AsNoTracking().SingleAsync(candidate => candidate.Id == message.SubjectId, cancel);
        var rows = await RowsAsync(digest, cancel);
        return rows.Count == 0
            ? new Delivery.Done("Not sent: all of it was answered meanwhile, or waits for somebody else")
            : await mail.SendAsync(message, "review", Write(digest, rows), cancel);
    }

    private async Task<IReadOnlyList<Row>> RowsAsync(ReminderDigest digest, CancellationToken cancel)
    {
        var now = time.UtcNow();
        var waiting = await (
            from item in db.ReminderItems.AsNoTracking()
            join request in db.InvitationRequests on item.RequestId equals request.Id
            join progress in db.ProjectProgress on request.ProjectId equals progress.ProjectId
            where item.DigestId == digest.Id && request.State == InvitationState.Waiting && !request.IsClosed && request.BlockedSinceUtc == null
            orderby request.SinceUtc, request.Id
            select new { Request = request, progress.Slug })
            .ToListAsync(cancel);
        var pauses = await db.PausesOfAsync([.. waiting.Select(found => found.Request)], cancel);
        var rows = new List<Row>();
        foreach (var found in waiting.Where(found => pauses.ActiveOn(found.Request.Target, now) is null))
        {
            var people = await readers.OfAsync(found.Request.Contact, NewYork.DayOf(now), cancel);
            if (people.Any(person => person.Key == digest.Recipient))
            {
                var title = content.FindInvitationTarget(found.Request.Target)?.Title ?? found.Request.Target;
                rows.Add(new Row(found.Slug, title, pauses.AgeOf(found.Request, days, now), found.Request.Contact == digest.Recipient ? "" : people[0].Name));
            }
        }

        return rows;
    }

    private MailText Write(ReminderDigest digest, IReadOnlyList<Row> rows)
    {
        var many = string.Create(CultureInfo.InvariantCulture, $"{rows.Count} requests wait for an answer");
        var heading = rows.Count == 1 ? $"{rows[0].Slug} waits for an answer" : many;
        var further = rows.Count > MostRows
            ? [new MailFact("And more", string.Create(CultureInfo.InvariantCulture, $"{rows.Count - MostRows} further requests"))]
            : Array.Empty<MailFact>();
        return new MailText
        {
            Subject = heading,
            Preview = "The oldest is first. Approve, ask for changes, or decline.",
            Heading = heading,
            Greeting = $"Hello {content.Contacts.FirstOrDefault(contact => contact.Key == digest.Recipient)?.ShortName ?? digest.Name},",
            Paragraphs = ["Nobody has answered this yet. The oldest is first. Days on which the operators paused such requests are not counted."],
            FactsTitle = "What waits",
            Facts = [.. rows.Take(MostRows).Select(row => new MailFact(row.Slug, row.Words)), .. further],
            Button = new MailLink("Open the requests", address.Of("/review")),
            ButtonNote = "Opening the link decides nothing. You get one such e-mail a day at most.",
            SmallPrint = "You get this because you decide who is invited, or stand in for somebody who does.",
        };
    }

    /// <param name="For">Name of the contact for whom the reader stands in; else empty.</param>
    private sealed record Row(string Slug, string Title, int Age, string For)
    {
        public string Words => string.Create(
            CultureInfo.InvariantCulture, $"{Title}, {Age} business day{(Age == 1 ? "" : "s")}{(For.Length > 0 ? $", for {For}" : "")}");
    }
}
