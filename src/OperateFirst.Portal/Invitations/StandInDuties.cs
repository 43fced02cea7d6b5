using System.Data.Common;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Invitations;

/// <summary>Whom a person stands in for today.</summary>
internal sealed partial class StandInDuties(PortalDbContext db, TimeProvider time, ILogger<StandInDuties> logger) : IContactDuties
{
    public async Task<IReadOnlyList<ContactDuty>> OfAsync(ClaimsPrincipal person)
    {
        if (!Guid.TryParse(person.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            return [];
        }

        var today = NewYork.DayOf(time.UtcNow());
        try
        {
            return await db.StandIns.AsNoTracking()
                .Where(standIn => standIn.AccountId == id && standIn.ToDay >= today && standIn.FromDay <= today && standIn.EndedAtUtc == null)
                .Select(standIn => new ContactDuty(standIn.Contact, false))
                .ToListAsync();
        }
        catch (DbException failure)
        {
            // Without the database nobody stands in; the page that tells of the failure must not fail over it.
            LogUnknown(logger, failure);
            return [];
        }
    }

    [LoggerMessage(LogLevel.Error, "Who stands in could not be read")]
    private static partial void LogUnknown(ILogger logger, Exception failure);
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
