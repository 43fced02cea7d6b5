using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Invitations;

/// <summary>The holds of some time, by what they pause: the one place that says how long a request has waited.</summary>
public sealed class Pauses(IReadOnlyList<HoldFact> holds)
{
    private readonly Dictionary<string, Pause[]> byTarget = holds.GroupBy(hold => hold.Target)
        .ToDictionary(group => group.Key, group => group.Select(hold => new Pause(hold.SinceUtc, hold.UntilUtc)).ToArray());

    public IReadOnlyList<Pause> Of(string target) => byTarget.GetValueOrDefault(target) ?? [];

    /// <summary>What pauses such requests now; null where nothing does.</summary>
    public HoldFact? ActiveOn(string target, DateTime now) => holds.FirstOrDefault(hold => hold.Target == target && hold.IsActive(now));

    /// <summary>Business days it has waited for its contact: less the holds, and less the time it waited for its own project.</summary>
    public int AgeOf(InvitationRequest request, BusinessDays days, DateTime now) =>
        AgeOf(request.Target, request.SinceUtc, request.BlockedSinceUtc, request.BlockedDays, days, now);

    /// <summary>The same by what it depends on, for lists that read no more.</summary>
    public int AgeOf(string target, DateTime sinceUtc, DateTime? blockedSinceUtc, int blockedDays, BusinessDays days, DateTime now) =>
        Math.Max(0, days.Between(sinceUtc, blockedSinceUtc ?? now, Of(target)) - blockedDays);
}

public static class PauseSets
{
    // There are few, so those of all meetings and rooms are read: a query by names would be built anew each time.
    private static readonly Prepared<Func<PortalDbContext, DateTime, IAsyncEnumerable<HoldFact>>> LastingAfter = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, DateTime since) => db.Set<Hold>().AsNoTracking()
            .Where(hold => (hold.EndedAtUtc == null || hold.EndedAtUtc > since) && (hold.UntilUtc == null || hold.UntilUtc > since))
            .OrderBy(hold => hold.FromUtc).Select(hold => new HoldFact(hold.Target, hold.Sentence, hold.FromUtc, hold.EndedAtUtc ?? hold.UntilUtc))));

    extension(PortalDbContext db)
    {
        /// <summary>Every hold that lasted while some requests waited, with its end as known.</summary>
        public Task<Pauses> PausesOfAsync(IReadOnlyCollection<InvitationRequest> requests, CancellationToken cancel) =>
            db.PausesSinceAsync(requests.Count == 0 ? null : requests.Min(request => request.SinceUtc), cancel);

        /// <param name="since">UTC; null where nothing waits.</param>
        public async Task<Pauses> PausesSinceAsync(DateTime? since, CancellationToken cancel) =>
            new(since is { } first ? await LastingAfter.For(db)(db, first).ToListAsync(cancel) : []);
    }
}
