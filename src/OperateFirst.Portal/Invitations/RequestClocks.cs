using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>Stops the clock of requests for as long as the project lacks the commitment that their meeting asks for.</summary>
public sealed class CommitmentClock(PortalContent content, BusinessDays days)
{
    private readonly string[] targets = [.. content.InvitationTargets.Where(target => target.AfterCommitment).Select(target => target.Name)];

    /// <summary>Called inside the save in which it changed whether the commitment counts.</summary>
    public async Task FollowAsync(PortalDbContext db, Guid projectId, bool counts, DateTime now, CancellationToken cancel)
    {
        var waiting = await db.InvitationRequests
            .Where(request => request.ProjectId == projectId && targets.Contains(request.Target) && request.State == InvitationState.Waiting && !request.IsClosed)
            .ToListAsync(cancel);
        foreach (var request in waiting)
        {
            if (!counts && request.BlockedSinceUtc is null)
            {
                request.Block(now);
            }
            else if (counts && request.BlockedSinceUtc is { } since)
            {
                request.Unblock(days.Between(since, now, (await db.PausesOfAsync([request], cancel)).Of(request.Target)), now);
            }
        }
    }
}

/// <summary>Whoever closes a project, and however: its open requests wait for nobody any more.</summary>
internal sealed class CloseRequests : ILedgerReaction
{
    public async Task ReactAsync(PortalDbContext db, IReadOnlyList<LedgerEntry> entries, CancellationToken cancel)
    {
        foreach (var entry in entries.Where(entry => entry.Kind == ProjectEvents.Closed))
        {
            var projectId = Guid.ParseExact(entry.Chain, "N");
            var open = await db.InvitationRequests
                .Where(request => request.ProjectId == projectId && (request.State == InvitationState.Waiting || request.State == InvitationState.ChangesAsked))
                .ToListAsync(cancel);
            open.ForEach(request => request.ProjectClosed());
        }
    }
}
