using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Accounts;

/// <summary>Something that waits for a person to sign in for the first time, such as a membership given by login.</summary>
public interface ISignInReaction
{
    Task SignedInAsync(PortalDbContext db, Account account, CancellationToken cancel);
}

/// <summary>Knows the person again, or opens an account. Signing in never accepts anything.</summary>
public sealed class SignIn(PortalDbContext db, PortalLedger ledger, IEnumerable<ISignInReaction> reactions, TimeProvider time)
{
    public const string OpenedKind = "account.opened";

    public async Task<ClaimsPrincipal> RunAsync(SignedInPerson person, string scheme, CancellationToken cancel)
    {
        try
        {
            return await TryAsync(person, scheme, cancel);
        }
        catch (DbUpdateException failure) when (failure is DbUpdateConcurrencyException || db.IsUniqueViolation(failure))
        {
            // The same person signs in at the same moment, perhaps at another replica: the account is there by now.
            db.ChangeTracker.Clear();
            return await TryAsync(person, scheme, cancel);
        }
    }

    private async Task<ClaimsPrincipal> TryAsync(SignedInPerson person, string scheme, CancellationToken cancel)
    {
        var now = time.UtcNow();
        var account = await db.Accounts.SingleOrDefaultAsync(
            candidate => candidate.Provider == person.Provider && candidate.Subject == person.Subject, cancel);
        if (account is null)
        {
            account = Account.Of(person, now);
            db.Accounts.Add(account);
            ledger.RecordForPortal(OpenedKind, account.Id, new JsonObject { ["provider"] = account.Provider, ["name"] = account.PublicName });
        }
        else
        {
            account.SignedIn(person, now);
        }

        var session = Session.Of(account, now);
        db.Sessions.Add(session);
        foreach (var reaction in reactions)
        {
            await reaction.SignedInAsync(db, account, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, account.Id.ToString("N")),
                new Claim(ClaimTypes.Name, account.PublicName),
                new Claim(PortalClaims.Login, account.Login),
                new Claim(PortalClaims.Provider, account.Provider),
                new Claim(PortalClaims.Session, session.Id.ToString("N")),
            ],
            scheme));
    }
}
