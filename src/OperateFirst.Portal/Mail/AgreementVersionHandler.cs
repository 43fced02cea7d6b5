using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Reminders;

namespace OperateFirst.Portal.Mail;

/// <summary>What the e-mails about a newer version have in common: they are not sent where the project has accepted it meanwhile.</summary>
internal abstract class AgreementVersionMail(PortalDbContext db, MailDelivery mail, TimeProvider time) : IMessageHandler
{
    public abstract string Kind { get; }

    public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel)
    {
        var (agreement, number) = await SubjectAsync(message.SubjectId, cancel);
        var project = await db.Projects.AsNoTracking().SingleAsync(candidate => candidate.Id == message.ProjectId, cancel);
        var version = await db.AgreementVersions.AsNoTracking().SingleAsync(candidate => candidate.Agreement == agreement && candidate.Number == number, cancel);
        var fact = (await db.AgreementFactsAsync(project.Id, cancel))[agreement];
        if (project.IsClosed || fact.Accepted is null || fact.Accepted.Number >= number)
        {
            return new Delivery.Done(project.IsClosed ? "Not sent: the project was closed meanwhile" : "Not sent: the project has decided meanwhile");
        }

        return await mail.SendAsync(message, project.Slug, Write(message, project, version, fact, time.UtcNow()), cancel);
    }

    protected abstract Task<(string Agreement, int Number)> SubjectAsync(Guid id, CancellationToken cancel);

    protected abstract MailText Write(OutboxMessage message, Project project, AgreementVersion version, AgreementFact fact, DateTime now);

    protected static string Day(DateTime utc) => utc.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);
}

/// <summary>To the leads: a new version was published, and what it asks of them.</summary>
internal sealed class AgreementVersionHandler(PortalDbContext db, MailDelivery mail, PortalAddress address, TimeProvider time) : AgreementVersionMail(db, mail, time)
{
    private readonly PortalDbContext db = db;

    public override string Kind => TextAnnouncement.Mail;

    protected override async Task<(string Agreement, int Number)> SubjectAsync(Guid id, CancellationToken cancel)
    {
        var announcement = await db.TextAnnouncements.AsNoTracking().SingleAsync(candidate => candidate.Id == id, cancel);
        return (announcement.Agreement, announcement.Number);
    }

    protected override MailText Write(OutboxMessage message, Project project, AgreementVersion version, AgreementFact fact, DateTime now)
    {
        // What it means follows from where the project stands: an earlier version may have been missed too.
        var sentence = (fact.StandingAt(now), fact.AcceptBy) switch
        {
            (AgreementStanding.Accepted, _) => "It changes the wording only. Your acceptance stands, and there is nothing you have to do.",
            (AgreementStanding.Outdated, { } end) => $"Please read and accept it for {project.Slug} by {Day(end)}. Until then your acceptance of version {fact.Accepted?.Number} counts.",
            _ => $"Your acceptance of version {fact.Accepted?.Number} no longer counts. Please read and accept the new version for {project.Slug}.",
        };
        return new MailText
        {
            Subject = !fact.IsCurrent
                ? $"Please accept version {version.Number} of the {version.TitleInSentence}: {project.Slug}"
                : $"The wording of the {version.TitleInSentence} changed: {project.Slug}",
            Preview = sentence,
            Heading = $"Version {version.Number} of the {version.TitleInSentence}",
            Greeting = $"Hello {message.RecipientName},",
            Paragraphs = [$"The operators published version {version.Number} of the {version.TitleInSentence}.", sentence],
            FactsTitle = "What changed",
            Facts = [new MailFact("In short", version.WhatChanged)],
            Button = new MailLink(!fact.IsCurrent ? "Read and accept it" : "Read what changed", address.Of($"/projects/{project.Slug}/agreements/{version.Agreement}")),
            ButtonNote = "The page shows the differences from the text that you accepted. Opening it accepts nothing.",
            SmallPrint = $"You get this because {project.Slug} accepted an earlier version of this agreement.",
        };
    }
}

/// <summary>To the leads: the old acceptance ends soon.</summary>
internal sealed class AgreementDeadlineHandler(PortalDbContext db, MailDelivery mail, PortalAddress address, TimeProvider time) : AgreementVersionMail(db, mail, time)
{
    private readonly PortalDbContext db = db;

    public override string Kind => DeadlineReminder.Mail;

    protected override async Task<(string Agreement, int Number)> SubjectAsync(Guid id, CancellationToken cancel)
    {
        var reminder = await db.DeadlineReminders.AsNoTracking().SingleAsync(candidate => candidate.Id == id, cancel);
        return (reminder.Agreement, reminder.Number);
    }

    protected override MailText Write(OutboxMessage message, Project project, AgreementVersion version, AgreementFact fact, DateTime now)
    {
        var end = fact.AcceptBy ?? now;
        var left = (int)Math.Ceiling((end - now).TotalDays);
        var sentence = left > 0
            ? $"Please accept version {version.Number} of the {version.TitleInSentence} for {project.Slug} by {Day(end)}: {left} day{(left == 1 ? "" : "s")} left."
            : $"Version {version.Number} of the {version.TitleInSentence} had to be accepted for {project.Slug} by {Day(end)}. Please do it now.";
        return new MailText
        {
            Subject = left > 0
                ? $"{left} day{(left == 1 ? "" : "s")} left to accept the {version.TitleInSentence}: {project.Slug}"
                : $"Overdue: {version.TitleInSentence}, {project.Slug}",
            Preview = sentence,
            Heading = left > 0 ? "A date comes near" : "A date has passed",
            Greeting = $"Hello {message.RecipientName},",
            Paragraphs = [sentence, $"After that day your acceptance of version {fact.Accepted?.Number} no longer counts, and the steps that need it are blocked."],
            FactsTitle = "What changed",
            Facts = [new MailFact("In short", version.WhatChanged)],
            Button = new MailLink("Read and accept it", address.Of($"/projects/{project.Slug}/agreements/{version.Agreement}")),
            ButtonNote = "Opening the page accepts nothing.",
            SmallPrint = $"You get this because you lead {project.Slug}. You are reminded 30, 7 and 1 day before.",
        };
    }
}

/// <summary>To the operators: a project took back an acceptance.</summary>
internal sealed class AcceptanceWithdrawnHandler(PortalDbContext db, MailDelivery mail, PortalAddress address) : IMessageHandler
{
    public string Kind => WithdrawAcceptance.Mail;

    public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel)
    {
        var found = await (
            from withdrawal in db.AcceptanceWithdrawals.AsNoTracking()
            join project in db.Projects on withdrawal.ProjectId equals project.Id
            join version in db.AgreementVersions on new { withdrawal.Agreement, withdrawal.Number } equals new { version.Agreement, version.Number }
            where withdrawal.Id == message.SubjectId
            select new { Withdrawal = withdrawal, project.Slug, version.Title }).SingleAsync(cancel);
        var title = char.ToLowerInvariant(found.Title[0]) + found.Title[1..];
        var sentence = $"{found.Withdrawal.AccountName} withdrew the acceptance of the {title}, version {found.Withdrawal.Number}, for {found.Slug}.";
        return await mail.SendAsync(message, found.Slug, new MailText
        {
            Subject = $"{found.Slug} withdrew its acceptance of the {title}",
            Preview = sentence,
            Heading = "An acceptance was withdrawn",
            Greeting = $"Hello {message.RecipientName},",
            Paragraphs = [sentence, "The step is open again. The acceptance and the withdrawal stay on record."],
            FactsTitle = "The reason",
            Facts = [new MailFact("Reason", $"“{found.Withdrawal.Reason}”")],
            Button = new MailLink("See the project’s record", address.Of($"/operations/agreements/{found.Slug}")),
            SmallPrint = "You get this because you operate the portal.",
        }, cancel);
    }
}
