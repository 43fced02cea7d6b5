using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Agreements;

/// <summary>Accepts the current version for a project, records it and promises the receipt. Twice is once.</summary>
public sealed class AcceptAgreement(PortalDbContext db, PortalLedger ledger, CurrentAccount me, TimeProvider time)
{
    /// <summary>Message kind; its subject is the acceptance.</summary>
    public const string ReceiptMail = "mail.agreement-receipt.v1";

    private static readonly Prepared<Func<PortalDbContext, Guid, string, CancellationToken, Task<int>>> Rounds = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project, string agreement, CancellationToken cancel) =>
            db.Set<AcceptanceWithdrawal>().Count(withdrawal => withdrawal.ProjectId == project && withdrawal.Agreement == agreement)));

    private static readonly Prepared<Func<PortalDbContext, Guid, string, int, int, CancellationToken, Task<bool>>> IsThere = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project, string agreement, int number, int round, CancellationToken cancel) => db.Set<Acceptance>()
            .Any(earlier => earlier.ProjectId == project && earlier.Agreement == agreement && earlier.Number == number && earlier.Round == round)));

    /// <param name="shownRound">Of the form: one from before a withdrawal accepts nothing.</param>
    public async Task RunAsync(string slug, string agreement, string? shownSha256, bool agreed, int? shownRound, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        var version = await db.CurrentAgreementAsync(agreement, cancel) ?? throw new ProjectNotFoundException();
        var round = await Rounds.For(db)(db, project.Id, agreement, cancel);
        project.RequireAcceptor(me.Id);
        if (shownRound != round)
        {
            throw new RuleBrokenException("The acceptance was withdrawn after this page was opened. Read the agreement again below; nothing was accepted.");
        }

        if (await IsThere.For(db)(db, project.Id, agreement, version.Number, round, cancel))
        {
            return;
        }

        var now = time.UtcNow();
        var acceptance = version.AcceptFor(project, me.Id, me.Name, shownSha256, agreed, round, now);
        var entry = ledger.Record(project.Id, AgreementEvents.Accepted, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["acceptance"] = acceptance.Id.ToString("N"),
            ["project"] = project.Slug,
            ["agreement"] = version.Agreement,
            ["title"] = version.Title,
            ["version"] = version.Number,
            ["sha256"] = version.Sha256,
        });
        acceptance.ToldBy(entry.Id);
        db.Acceptances.Add(acceptance);
        project.Touch();
        await PromiseReceiptAsync(project, acceptance, version, now, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task PromiseReceiptAsync(Project project, Acceptance acceptance, AgreementVersion version, DateTime now, CancellationToken cancel)
    {
        var person = await me.LoadAsync(db, cancel);
        db.Enqueue(
            new MessageDraft(ReceiptMail, project.Id, acceptance.Id, $"Receipt to {person.PublicName}: {version.TitleInSentence}, version {version.Number}")
            {
                Recipient = person.Email.Length > 0 ? person.Email : project.ContactEmail,
                RecipientName = person.PublicName,
            },
            now);
    }
}
