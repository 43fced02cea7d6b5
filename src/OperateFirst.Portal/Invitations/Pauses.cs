using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Invitations;

/// <summary>The holds of some time, by what they pause: the one place that says how long a request has waited.</summary>
public sealed class Pauses(IReadOnlyList<HoldFact> holds)
{
    private readonly Dictionary<string, List<Pause>> byTarget = holds.GroupBy(hold => hold.Target)
        .ToDictionary(group => group.Key, group => group.Select(hold => new Pause(hold.SinceUtc, hold.UntilUtc)).ToList());

    public IReadOnlyList<Pause> Of(string target) => byTarget.GetValueOrDefault(target) ?? [];

    /// <summary>What pauses such requests now; null where nothing does.</summary>
    public HoldFact? ActiveOn(string target, DateTime now) => holds.FirstOrDefault(hold => hold.Target == target && hold.IsActive(now));

    /// <summary>Business days it has waited for its contact: less the holds, and less the time it waited for its own project.</summary>
    public int AgeOf(InvitationRequest request, BusinessDays days, DateTime now) => Math.Max(
        0, days.Between(request.SinceUtc, request.BlockedSinceUtc ?? now, Of(request.Target)) - request.BlockedDays);
}

public static class PauseSets
{
    extension(PortalDbContext db)
    {
        /// <summary>Every hold on what some requests ask for that lasted while they waited, with its end as known.</summary>
        public async Task<Pauses> PausesOfAsync(IReadOnlyCollection<InvitationRequest> requests, CancellationToken cancel)
        {
            if (requests.Count == 0)
            {
                return new Pauses([]);
            }

            var since = requests.Min(request => request.SinceUtc);
            var targets = requests.Select(request => request.Target).Distinct().ToList();
            var holds = await db.Holds.AsNoTracking()
                .Where(hold => targets.Contains(hold.Target) && (hold.EndedAtUtc == null || hold.EndedAtUtc > since) && (hold.UntilUtc == null || hold.UntilUtc > since))
                .Select(hold => new HoldFact(hold.Target, hold.Sentence, hold.FromUtc, hold.EndedAtUtc ?? hold.UntilUtc))
                .ToListAsync(cancel);
            return new Pauses([.. holds.OrderBy(hold => hold.SinceUtc)]);
        }
    }
}
