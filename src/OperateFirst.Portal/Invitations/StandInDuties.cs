using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Invitations;

/// <summary>Whom a person stands in for today, read together with the session: a signed-in request costs one look-up.</summary>
internal sealed class StandInDuties(PortalDbContext db, TimeProvider time) : IContactDuties, ISessionLookup
{
    private static readonly Prepared<Func<PortalDbContext, Guid, Guid, DateTime, DateOnly, IAsyncEnumerable<string?>>> StandsInFor = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid session, Guid account, DateTime now, DateOnly today) => db.Set<Session>().AsNoTracking()
            .Where(candidate => candidate.Id == session && candidate.AccountId == account && candidate.EndsAtUtc > now)
            .SelectMany(
                candidate => db.Set<StandIn>().Where(standIn => standIn.AccountId == candidate.AccountId && standIn.ToDay >= today && standIn.FromDay <= today && standIn.EndedAtUtc == null)
                    .Select(standIn => standIn.Contact).DefaultIfEmpty(),
                (_, contact) => contact)));

    private Guid read;
    private IReadOnlyList<ContactDuty> duties = [];

    public async Task<bool> CountsAsync(Guid session, Guid account, CancellationToken cancel)
    {
        var now = time.UtcNow();
        var rows = await StandsInFor.For(db)(db, session, account, now, NewYork.DayOf(now)).ToListAsync(cancel);
        (read, duties) = (account, [.. rows.OfType<string>().Select(contact => new ContactDuty(contact, false))]);
        return rows.Count > 0;
    }

    // Who was not looked up is nobody: roles are added to sessions alone.
    public Task<IReadOnlyList<ContactDuty>> OfAsync(ClaimsPrincipal person) =>
        Task.FromResult(Guid.TryParse(person.FindFirstValue(ClaimTypes.NameIdentifier), out var id) && id == read ? duties : []);
}

/// <summary>At sign-in: whoever was appointed by this login before is now known by account.</summary>
internal sealed class RecogniseStandIn : ISignInReaction
{
    public async Task SignedInAsync(PortalDbContext db, Account account, CancellationToken cancel)
    {
        if (account.LoginKey.Length > 0)
        {
            var waiting = await db.StandIns
                .Where(standIn => standIn.Provider == account.Provider && standIn.LoginKey == account.LoginKey && standIn.AccountId == null)
                .ToListAsync(cancel);
            waiting.ForEach(standIn => standIn.Recognise(account));
        }
    }
}
