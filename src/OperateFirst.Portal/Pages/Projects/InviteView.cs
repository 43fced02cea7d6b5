using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>What a project's people see of their newest calendar invite to a meeting.</summary>
/// <param name="People">Names of those who are invited.</param>
/// <param name="ChangedAtUtc">Of the last version; null where there is one only.</param>
/// <param name="Change">What is new in it.</param>
public sealed record InviteView(bool IsCancelled, DateTime IssuedAtUtc, IReadOnlyList<string> People, DateTime? ChangedAtUtc, string Change)
{
    /// <returns>Null where none was sent.</returns>
    public static async Task<InviteView?> ReadAsync(PortalDbContext db, Guid projectId, string meeting, CancellationToken cancel)
    {
        var invite = await db.IssuedInvites.AsNoTracking().Where(candidate => candidate.ProjectId == projectId && candidate.Meeting == meeting)
            .OrderByDescending(candidate => candidate.Id).FirstOrDefaultAsync(cancel);
        if (invite is null)
        {
            return null;
        }

        var last = await db.InviteRevisions.AsNoTracking().Where(revision => revision.InviteId == invite.Id && revision.Cause != InviteCauses.Removed)
            .OrderByDescending(revision => revision.Sequence).FirstAsync(cancel);
        return new InviteView(
            invite.State == InviteState.Cancelled,
            invite.IssuedAtUtc,
            [.. invite.Snapshot.Attendees.Select(person => person.Name)],
            last.Sequence > 0 ? last.AtUtc : null,
            last.Sentence);
    }
}
