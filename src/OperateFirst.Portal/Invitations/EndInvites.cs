using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>A closed project is in no meeting any more: whoever closes it, its invites end in the same commit.</summary>
internal sealed class EndInvites(TimeProvider time) : ILedgerReaction
{
    public async Task ReactAsync(PortalDbContext db, IReadOnlyList<LedgerEntry> entries, CancellationToken cancel)
    {
        foreach (var entry in entries.Where(entry => entry.Kind == ProjectEvents.Closed))
        {
            var project = Guid.ParseExact(entry.Chain, "N");
            var records = new InviteRecords(db, new PortalLedger(db, time), time.UtcNow());
            foreach (var invite in await db.IssuedInvites.Where(invite => invite.ProjectId == project && invite.State == InviteState.Issued).ToListAsync(cancel))
            {
                records.Cancel(invite, InviteActor.Portal, "The project was closed.");
            }
        }
    }
}
