using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Agreements;

/// <summary>Takes back what was accepted, with a reason. The acceptance stays on record; the step opens again and the operators are told.</summary>
public sealed class WithdrawAcceptance(PortalDbContext db, PortalLedger ledger, CurrentAccount me, IOptionsMonitor<RolesOptions> roles, TimeProvider time)
{
    /// <summary>Message kind; its subject is the withdrawal.</summary>
    public const string Mail = "mail.acceptance-withdrawn.v1";

    /// <param name="shownRound">Of the acceptance that the form showed: a form that is sent twice withdraws once.</param>
    /// <param name="shownNumber">Its version: what was accepted meanwhile was not shown.</param>
    public async Task RunAsync(string slug, string agreement, string? reason, bool sure, int? shownRound, int? shownNumber, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        var facts = await db.AgreementFactsAsync(project.Id, cancel);
        var fact = facts.GetValueOrDefault(agreement) ?? throw new ProjectNotFoundException();
        project.RefuseIfClosed();
        project.RequireAcceptor(me.Id);
        if (fact.Accepted is not { } accepted || fact.Round != shownRound || accepted.Number != shownNumber)
        {
            throw new RuleBrokenException("There is no such acceptance to withdraw any more: it was withdrawn already, or another version was accepted meanwhile. The page below is up to date.");
        }

        var checks = new FieldChecks();
        var text = checks.Text("Reason", reason, "why you withdraw the acceptance", AcceptanceWithdrawal.ReasonLength);
        if (!sure)
        {
            checks.Add("Sure", "Tick the box to confirm that you withdraw the acceptance.");
        }

        checks.ThrowIfAny();
        var now = time.UtcNow();
        var entry = ledger.Record(project.Id, AgreementEvents.Withdrawn, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["project"] = project.Slug,
            ["agreement"] = agreement,
            ["title"] = fact.Title,
            ["version"] = accepted.Number,
            ["reason"] = text,
        });
        var withdrawal = AcceptanceWithdrawal.Of(project.Id, fact, accepted.Number, text, me, entry.Id, now);
        db.AcceptanceWithdrawals.Add(withdrawal);
        project.Touch();
        foreach (var person in await db.OperatorsAsync(roles.CurrentValue, cancel))
        {
            db.Enqueue(
                new MessageDraft(Mail, project.Id, withdrawal.Id, $"Notice to {person.PublicName}: acceptance withdrawn") { Recipient = person.Email, RecipientName = person.PublicName },
                now);
        }

        await db.SaveChangesAsync(cancel);
    }
}
