using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>A coordinator, or an operator for any of them, names who decides in their place, and for which days.</summary>
public sealed class AppointStandIn(
    PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content,
    IOptions<SignInOptions> signIn, IOptionsMonitor<RolesOptions> roles, TimeProvider time)
{
    /// <summary>The contacts for whom this person may appoint: who stands in may not pass it on.</summary>
    public IReadOnlyList<Contact> Contacts => [.. content.Contacts.Where(contact => me.IsOperator || me.OwnContacts.Contains(contact.Key))];

    public async Task RunAsync(StandInForm form, CancellationToken cancel)
    {
        if (Contacts.Count == 0)
        {
            throw new ProjectNotFoundException();
        }

        var checks = new FieldChecks();
        var contact = Contacts.FirstOrDefault(candidate => candidate.Key == form.Contact) ?? (Contacts.Count == 1 && string.IsNullOrEmpty(form.Contact) ? Contacts[0] : null);
        if (contact is null)
        {
            checks.Add("Contact", "Choose whose requests they decide.");
        }

        var provider = signIn.Value.Providers.Contains(form.Provider) ? form.Provider ?? "" : signIn.Value.Providers[0];
        var login = LoginCheck.Of(checks, "Login", provider, form.Login);
        var (from, to) = (checks.Day("From", form.From, "the first day"), checks.Day("To", form.To, "the last day"));
        checks.ThrowIfAny();
        await AppointAsync(contact ?? throw new ProjectNotFoundException(), provider, login, from, to, cancel);
    }

    private async Task AppointAsync(Contact contact, string provider, string login, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        if (roles.CurrentValue.ContactsOf(RolesOptions.KeyOf(provider, login)).Contains(contact.Key))
        {
            throw new RuleBrokenException("Login", $"{login} decides the requests to {contact.Name} already. Name somebody else.");
        }

        var key = Account.KeyOf(login);
        var account = await db.Accounts.Where(candidate => candidate.Provider == provider && candidate.LoginKey == key)
            .OrderByDescending(candidate => candidate.LastSignInUtc).FirstOrDefaultAsync(cancel);
        var standIn = StandIn.Appoint(contact.Key, new StandInPerson(provider, login, account), from, to, me.Name, NewYork.DayOf(time.UtcNow()));
        db.StandIns.Add(standIn);
        ledger.RecordForPortal(StandIn.AppointedKind, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["contact"] = contact.Name,
            ["person"] = standIn.Name,
            ["from"] = Written(from),
            ["to"] = Written(to),
        });
        await db.SaveChangesAsync(cancel);
    }

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// Refuses a person whose days overlap others of theirs. In the save, where one comes after the other: of two who appoint at the same moment
/// neither has seen the other's days before.
/// </summary>
internal sealed class RefuseOverlaps : ILedgerReaction
{
    public async Task ReactAsync(PortalDbContext db, IReadOnlyList<LedgerEntry> entries, CancellationToken cancel)
    {
        if (entries.All(entry => entry.Kind != StandIn.AppointedKind))
        {
            return;
        }

        foreach (var appointed in db.ChangeTracker.Entries<StandIn>().Select(tracked => tracked.Entity).ToList())
        {
            appointed.RefuseOverlap(await db.StandIns.AsNoTracking()
                .Where(other => other.Contact == appointed.Contact && other.Id != appointed.Id && other.EndedAtUtc == null && other.ToDay >= appointed.FromDay)
                .ToListAsync(cancel));
        }
    }
}

/// <summary>Whoever may appoint may end it early; the days that are past stay in the list.</summary>
public sealed class EndStandIn(PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, TimeProvider time)
{
    public async Task RunAsync(Guid id, CancellationToken cancel)
    {
        var (mine, all) = (me.OwnContacts, me.IsOperator);
        var standIn = await db.StandIns.SingleOrDefaultAsync(candidate => candidate.Id == id && (all || mine.Contains(candidate.Contact)), cancel)
            ?? throw new ProjectNotFoundException();
        var now = time.UtcNow();
        standIn.End(me.Name, now, NewYork.DayOf(now));
        ledger.RecordForPortal(StandIn.EndedKind, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["contact"] = content.Contacts.FirstOrDefault(contact => contact.Key == standIn.Contact)?.Name ?? standIn.Contact,
            ["person"] = standIn.Name,
        });
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>As typed.</summary>
public sealed class StandInForm
{
    public string? Contact { get; set; }
    public string? Provider { get; set; }
    public string? Login { get; set; }
    public string? From { get; set; }
    public string? To { get; set; }
}
