using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Onboarding;

/// <summary>
/// What was last read of projects, for their pages. Whatever changes a project, or all of them, adds to the project's chain of the ledger or to
/// the portal's: as long as both end as they did, nothing has happened. Only a hold passes by itself, and then what was read under it goes.
/// </summary>
public sealed class KeptFacts(TimeProvider time) : IDisposable
{
    private const int RecentEntries = 6;
    private const int MostProjects = 1000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly Prepared<Func<PortalDbContext, string, string, IAsyncEnumerable<string>>> Ends = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, string chain, string portal) => db.Set<LedgerChain>().AsNoTracking()
            .Where(candidate => candidate.Chain == chain || candidate.Chain == portal).OrderBy(candidate => candidate.Chain).Select(candidate => candidate.Hash)));

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostProjects });

    /// <returns>Null where there is no such project.</returns>
    public async Task<ProjectReading?> ReadAsync(PortalDbContext db, ProjectFactsReader reader, PortalContent content, Guid projectId, CancellationToken cancel)
    {
        var (now, chain) = (time.UtcNow(), PortalLedger.ChainOf(projectId));

        // The ends come first: what is read after them is at least as new.
        var ends = string.Join('/', await Ends.For(db)(db, chain, PortalLedger.PortalChain).ToListAsync(cancel));
        if (kept.TryGetValue(projectId, out Kept? last) && last is not null && last.Ends == ends && last.Content == content && last.AtUtc <= now && now < last.UntilUtc)
        {
            return last.Reading;
        }

        if (await reader.ReadAsync(db, projectId, cancel) is not { } facts)
        {
            return null;
        }

        var entries = await db.LedgerEntries.AsNoTracking().Where(entry => entry.Chain == chain)
            .OrderByDescending(entry => entry.Sequence).Take(RecentEntries).ToListAsync(cancel);
        var waiting = await db.InvitationRequests.AsNoTracking()
            .Where(request => request.ProjectId == projectId && request.State == InvitationState.Waiting).ToListAsync(cancel);
        var reading = new ProjectReading(facts, [.. entries.Select(HistoryLine.Of)], waiting, await db.PausesOfAsync(waiting, cancel));
        kept.Set(projectId, new Kept(ends, content, now, UntilOf(facts, now), reading), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Longest });
        return reading;
    }

    public void Dispose() => kept.Dispose();

    private static DateTime UntilOf(ProjectFacts facts, DateTime now) => facts.Rooms.Append(facts.Coordination).Append(facts.SprintPlanning)
        .Select(fact => fact.Hold).Append(facts.ClusterHold).Min(hold => hold?.UntilUtc) is { } end && end < now + Longest ? end : now + Longest;

    private sealed record Kept(string Ends, PortalContent Content, DateTime AtUtc, DateTime UntilUtc, ProjectReading Reading);
}

/// <summary>A project as one read it.</summary>
/// <param name="Recent">The newest of its history first.</param>
/// <param name="Waiting">Its requests that wait for their contacts.</param>
/// <param name="Pauses">What paused those.</param>
public sealed record ProjectReading(ProjectFacts Facts, IReadOnlyList<HistoryLine> Recent, IReadOnlyList<InvitationRequest> Waiting, Pauses Pauses)
{
    /// <summary>By meeting or room: business days its request has waited, less those on which no clock ran.</summary>
    public IReadOnlyDictionary<string, int> AgesAt(DateTime now, BusinessDays days) =>
        Waiting.ToDictionary(request => request.Target, request => Pauses.AgeOf(request, days, now));
}
