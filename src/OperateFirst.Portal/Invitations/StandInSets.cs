using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Invitations;

/// <summary>Somebody who hears of a contact's requests.</summary>
/// <param name="Key">The same for the same person, whomever they stand in for.</param>
/// <param name="StandsIn">False for the contact.</param>
public sealed record ContactReader(string Key, string Name, string Email, bool StandsIn);

public static class StandInSets
{
    extension(PortalDbContext db)
    {
        public DbSet<StandIn> StandIns => db.Set<StandIn>();

        /// <summary>The contact first, then whoever stands in today and has an address one can write to.</summary>
        public async Task<IReadOnlyList<ContactReader>> ReadersOfAsync(Contact contact, DateOnly today, CancellationToken cancel)
        {
            var standIns = await (
                from standIn in db.StandIns.AsNoTracking()
                where standIn.Contact == contact.Key && standIn.EndedAtUtc == null && standIn.FromDay <= today && standIn.ToDay >= today
                join account in db.Accounts on standIn.AccountId equals account.Id into known
                from account in known.DefaultIfEmpty()
                orderby standIn.Id
                select new { standIn.Provider, standIn.Login, standIn.LoginKey, standIn.Name, account.Email })
                .ToListAsync(cancel);
            return
            [
                new ContactReader(contact.Key, contact.Name, contact.Email, false),
                .. from person in standIns
                   let email = string.IsNullOrEmpty(person.Email) && SignInProviders.LoginIsEmail(person.Provider) ? person.Login : person.Email ?? ""
                   where email.Length > 0
                   select new ContactReader(RolesOptions.KeyOf(person.Provider, person.LoginKey), person.Name, email, true),
            ];
        }
    }
}
