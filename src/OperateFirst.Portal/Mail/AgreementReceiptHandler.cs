using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Mail;

/// <summary>To who accepted an agreement: what was accepted, with the full text and the two hashes that prove it.</summary>
internal sealed class AgreementReceiptHandler(PortalDbContext db, MailDelivery mail, PortalAddress address) : IMessageHandler
{
    public string Kind => AcceptAgreement.ReceiptMail;

    public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel)
    {
        var found = await (
            from acceptance in db.Acceptances.AsNoTracking()
            join version in db.AgreementVersions on new { acceptance.Agreement, acceptance.Number } equals new { version.Agreement, version.Number }
            join project in db.Projects on acceptance.ProjectId equals project.Id
            join entry in db.LedgerEntries on acceptance.LedgerEntryId equals entry.Id
            where acceptance.Id == message.SubjectId
            select new { Acceptance = acceptance, Version = version, project.Slug, entry.Hash })
            .SingleAsync(cancel);
        return await mail.SendAsync(message, found.Slug, Write(found.Acceptance, found.Version, found.Slug, found.Hash), cancel);
    }

    private MailText Write(Acceptance acceptance, AgreementVersion version, string slug, string hash)
    {
        var number = version.Number.ToString(CultureInfo.InvariantCulture);
        return new MailText
        {
            Subject = $"Receipt: {slug} accepted the {version.TitleInSentence}, version {number}",
            Preview = "The full text is attached. Keep this e-mail: it is your proof.",
            Heading = $"Receipt for the {version.TitleInSentence}",
            Greeting = $"Hello {acceptance.AccountName},",
            Paragraphs = [$"You accepted the {version.TitleInSentence} for {slug}. The full text is attached."],
            FactsTitle = "What was accepted",
            Facts =
            [
                new MailFact("Agreement", version.Title),
                new MailFact("Version", number),
                new MailFact("Project", slug),
                new MailFact("Accepted", $"{acceptance.AtUtc.ToString("d MMMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture)} UTC, by {acceptance.AccountName}"),
                new MailFact("SHA-256 of the text", version.Sha256),
                new MailFact("Ledger entry", hash),
            ],
            Button = new MailLink("See the receipt", address.Of($"/projects/{slug}/agreements/{version.Agreement}/receipt")),
            ButtonNote = "The SHA-256 is that of the attached file. The ledger entry is the portal's record of this acceptance.",
            SmallPrint = $"You get this because you accepted an agreement for {slug}.",
            Attachment = new MailAttachment($"{version.Agreement}-agreement-version-{number}.md", version.Text),
        };
    }
}
