using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Mail;

/// <summary>To the operators: somebody closed, deleted or moved a project's public issue by hand.</summary>
internal sealed class TrackingIssueChangedHandler(PortalDbContext db, MailDelivery mail, PortalAddress address) : IMessageHandler
{
    public string Kind => IssueEvents.ChangedMail;

    public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel)
    {
        var entry = await db.LedgerEntries.AsNoTracking().SingleAsync(candidate => candidate.Id == message.SubjectId, cancel);
        var slug = await db.Projects.AsNoTracking().Where(project => project.Id == message.ProjectId).Select(project => project.Slug).SingleAsync(cancel);
        return await mail.SendAsync(message, slug, Write(entry, slug, message.RecipientName), cancel);
    }

    private MailText Write(LedgerEntry entry, string slug, string recipient)
    {
        var body = JsonNode.Parse(entry.Body)?.AsObject() ?? [];
        var (by, number, url, to) = ((string?)body["by"] ?? "", (int?)body["number"] ?? 0, (string?)body["url"] ?? "", (string?)body["to"] ?? "");
        var (done, follows) = WordsOf(entry.Kind);
        var sentence = $"{by} {done} issue #{number} of {slug} on GitHub.";
        return new MailText
        {
            Subject = $"Issue #{number} of {slug} was {done} on GitHub",
            Preview = sentence,
            Heading = $"A tracking issue was {done} by hand",
            Greeting = $"Hello {recipient},",
            Paragraphs = [sentence, follows],
            FactsTitle = "What happened",
            Facts =
            [
                new MailFact("Project", slug),
                new MailFact("Issue", url.Length > 0 ? $"#{number}, {url}" : $"#{number}"),
                new MailFact("By", by),
                new MailFact("Seen", $"{entry.AtUtc.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC"),
                .. to.Length > 0 ? [new MailFact("Now at", to)] : Array.Empty<MailFact>(),
            ],
            Button = new MailLink("See the project", address.Of($"/operations/projects/{slug}")),
            SmallPrint = "You get this because you operate the portal.",
        };
    }

    private static (string Done, string Follows) WordsOf(string kind) => kind switch
    {
        IssueEvents.Closed => ("closed", "The portal does not reopen it. It still keeps the check list in step. If it was a mistake, reopen it on GitHub."),
        IssueEvents.Deleted => ("deleted", "The portal opens no other one. The project goes on without a public issue; its history stays in the portal."),
        _ => ("moved", "The portal does not follow it into another repository and opens no other one. The project goes on without an issue that is kept in step."),
    };
}
