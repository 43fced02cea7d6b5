using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Projects;

/// <summary>As an operator typed it.</summary>
public sealed class NewLeadForm
{
    public string? Provider { get; set; }
    public string? Login { get; set; }
    public string? Reason { get; set; }
}

/// <summary>An operator gives a project a new lead whose people are gone. The project's contact address is told, and the new lead where known.</summary>
public sealed class GiveNewLead(PortalDbContext db, PortalLedger ledger, CurrentAccount me, IOptions<SignInOptions> signIn, TimeProvider time)
{
    public const int ReasonLength = 500;

    public async Task RunAsync(string slug, NewLeadForm form, CancellationToken cancel)
    {
        var project = await db.ProjectForOperatorAsync(slug, me, cancel) ?? throw new ProjectNotFoundException();
        project.RefuseIfClosed();
        var provider = signIn.Value.Providers.Contains(form.Provider) ? form.Provider ?? "" : signIn.Value.Providers[0];
        var checks = new FieldChecks();
        var login = LoginCheck.Of(checks, nameof(form.Login), provider, form.Login);
        var reason = checks.Text(nameof(form.Reason), form.Reason, "why the project gets a new lead", ReasonLength);
        checks.ThrowIfAny();
        var now = time.UtcNow();
        var key = Account.KeyOf(login);
        var account = await db.Accounts.Where(candidate => candidate.Provider == provider && candidate.LoginKey == key)
            .OrderByDescending(candidate => candidate.LastSignInUtc).FirstOrDefaultAsync(cancel);
        var (lead, isNew) = project.GiveLead(provider, login, account, now);
        if (isNew)
        {
            db.ProjectMembers.Add(lead);
        }

        var entry = ledger.Record(project.Id, ProjectEvents.LeadGiven, me.Id, new JsonObject { ["by"] = me.Name, ["member"] = lead.Name, ["reason"] = reason });
        Tell(project, entry.Id, project.ContactEmail, "", now);
        var email = account?.Email ?? (SignInProviders.LoginIsEmail(provider) ? login : "");
        if (email.Length > 0 && !email.Equals(project.ContactEmail, StringComparison.OrdinalIgnoreCase))
        {
            Tell(project, entry.Id, email, lead.Name, now);
        }

        await db.SaveChangesAsync(cancel);
    }

    private void Tell(Project project, Guid entry, string email, string name, DateTime now) => db.Enqueue(
        new MessageDraft(ProjectEvents.LeadGivenMail, project.Id, entry, $"News of a new lead to {(name.Length > 0 ? name : "the project’s contact")}")
        {
            Recipient = email,
            RecipientName = name,
        },
        now);
}
