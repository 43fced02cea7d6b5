using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Mail;

/// <summary>To the project's contact address and to the new lead: an operator gave the project a new lead.</summary>
internal sealed class LeadGivenHandler(PortalDbContext db, MailDelivery mail, PortalAddress address) : IMessageHandler
{
    public string Kind => ProjectEvents.LeadGivenMail;

    public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel)
    {
        var body = await db.LedgerEntries.AsNoTracking().Where(entry => entry.Id == message.SubjectId).Select(entry => entry.Body).SingleAsync(cancel);
        var slug = await db.Projects.AsNoTracking().Where(project => project.Id == message.ProjectId).Select(project => project.Slug).SingleAsync(cancel);
        using var told = JsonDocument.Parse(body);
        return await mail.SendAsync(message, slug, Write(slug, message.RecipientName, name => told.RootElement.GetProperty(name).GetString() ?? ""), cancel);
    }

    private MailText Write(string slug, string recipient, Func<string, string> told) => new()
    {
        Subject = $"{slug} has a new lead: {told("member")}",
        Preview = $"{told("by")}, an operator of the portal, gave the project a new lead.",
        Heading = $"{slug} has a new lead",
        Greeting = recipient.Length > 0 ? $"Hello {recipient}," : "Hello,",
        Paragraphs =
        [
            $"{told("by")}, an operator of the portal, made {told("member")} a lead of {slug}.",
            $"{told("member")} sees the project after signing in, and can accept agreements, ask for invites, add people and close the project.",
        ],
        FactsTitle = "What was changed",
        Facts = [new MailFact("Project", slug), new MailFact("New lead", told("member")), new MailFact("Reason", told("reason"))],
        Button = new MailLink("Open the project", address.Of($"/projects/{slug}")),
        ButtonNote = "If this is a mistake, tell the operators: they can give the project another lead.",
        SmallPrint = recipient.Length > 0
            ? $"You get this because you are now a lead of {slug}."
            : $"You get this because this address is the contact of {slug}.",
    };
}
