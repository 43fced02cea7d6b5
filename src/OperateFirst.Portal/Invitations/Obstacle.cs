using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Invitations;

/// <summary>What keeps a project's request from going on; nothing where both members say so.</summary>
/// <param name="Hold">An operator's pause; null for none.</param>
/// <param name="LacksCommitment">True where the meeting is for committed projects and this one is not, or not any more.</param>
public sealed record Obstacle(HoldFact? Hold, bool LacksCommitment);

public static class Obstacles
{
    extension(PortalDbContext db)
    {
        public async Task<Obstacle> ObstacleAsync(Guid projectId, InvitationTarget target, DateTime now, CancellationToken cancel)
        {
            var hold = (await db.HoldFactsAsync(now, cancel)).Find(candidate => candidate.Target == target.Name && candidate.IsActive(now));
            var lacks = target.AfterCommitment && !(await db.AgreementFactsAsync(projectId, cancel))[AgreementNames.Commitment].CountsAt(now);
            return new Obstacle(hold, lacks);
        }
    }
}
