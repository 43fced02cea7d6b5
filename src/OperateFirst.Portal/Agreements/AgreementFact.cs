using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Agreements;

/// <summary>Where a project stands with an agreement.</summary>
public enum AgreementStanding
{
    Missing,
    Accepted,

    /// <summary>An older version is accepted; it counts until the grace period ends.</summary>
    Outdated,

    /// <summary>An older version is accepted, and its grace period is over.</summary>
    Overdue,
    Withdrawn,
}

/// <summary>What the portal knows of one agreement and one project.</summary>
/// <param name="Accepted">The newest acceptance that was not withdrawn; null where there is none.</param>
/// <param name="AcceptBy">UTC; by when a newer version has to be accepted; null where there is no such date.</param>
/// <param name="RequiredNumber">The newest version that changed more than the wording: an acceptance of it, or of a later one, is up to date. Null: the current one.</param>
/// <param name="Round">How many withdrawals the project has made.</param>
public sealed record AgreementFact(
    string Name, string Title, int CurrentNumber, DateTime CurrentSinceUtc, AcceptanceFact? Accepted = null, DateTime? AcceptBy = null,
    int? RequiredNumber = null, WithdrawalFact? Withdrawn = null, int Round = 0)
{
    public bool IsCurrent => Accepted?.Number >= (RequiredNumber ?? CurrentNumber);

    public AgreementStanding StandingAt(DateTime now) => Accepted switch
    {
        null => Withdrawn is null ? AgreementStanding.Missing : AgreementStanding.Withdrawn,
        _ when IsCurrent => AgreementStanding.Accepted,
        _ => AcceptBy < now ? AgreementStanding.Overdue : AgreementStanding.Outdated,
    };

    /// <summary>True where what needs this agreement is open to the project.</summary>
    public bool CountsAt(DateTime now) => StandingAt(now) is AgreementStanding.Accepted or AgreementStanding.Outdated;
}

/// <param name="Hash">Of the ledger entry that tells of the acceptance, lower-case hex.</param>
public sealed record AcceptanceFact(int Number, DateTime AtUtc, string By, string TextSha256, string Hash);

/// <param name="Number">The version that had been accepted.</param>
public sealed record WithdrawalFact(int Number, DateTime AtUtc, string By, string Reason);

public static class AgreementFacts
{
    private static readonly Prepared<Func<PortalDbContext, IAsyncEnumerable<VersionRow>>> Versions = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db) => db.Set<AgreementVersion>().AsNoTracking().OrderBy(version => version.Number)
            .Select(version => new VersionRow(version.Agreement, version.Number, version.Title, version.PublishedAtUtc, version.IsMaterial, version.GraceEndsAtUtc))));

    private static readonly Prepared<Func<PortalDbContext, Guid, IAsyncEnumerable<AcceptanceRow>>> AcceptancesOf = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project) =>
            from acceptance in db.Set<Acceptance>().AsNoTracking()
            join entry in db.Set<LedgerEntry>() on acceptance.LedgerEntryId equals entry.Id
            where acceptance.ProjectId == project
            orderby acceptance.Number
            select new AcceptanceRow(
                acceptance.Agreement, acceptance.Round, new AcceptanceFact(acceptance.Number, acceptance.AtUtc, acceptance.AccountName, acceptance.TextSha256, entry.Hash))));

    private static readonly Prepared<Func<PortalDbContext, Guid, IAsyncEnumerable<WithdrawalRow>>> WithdrawalsOf = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid project) => db.Set<AcceptanceWithdrawal>().AsNoTracking()
            .Where(withdrawal => withdrawal.ProjectId == project).OrderBy(withdrawal => withdrawal.Round)
            .Select(withdrawal => new WithdrawalRow(withdrawal.Agreement, new WithdrawalFact(withdrawal.Number, withdrawal.AtUtc, withdrawal.AccountName, withdrawal.Reason)))));

    extension(PortalDbContext db)
    {
        /// <summary>By the agreement's name; read without the texts.</summary>
        public async Task<IReadOnlyDictionary<string, AgreementFact>> AgreementFactsAsync(Guid projectId, CancellationToken cancel)
        {
            var versions = await Versions.For(db)(db).ToListAsync(cancel);
            var acceptances = await AcceptancesOf.For(db)(db, projectId).ToListAsync(cancel);
            var withdrawals = await WithdrawalsOf.For(db)(db, projectId).ToListAsync(cancel);
            return versions.GroupBy(version => version.Agreement).ToDictionary(group => group.Key, group =>
            {
                var taken = withdrawals.Where(withdrawal => withdrawal.Agreement == group.Key).Select(withdrawal => withdrawal.Fact).ToList();
                var accepted = acceptances.FindLast(acceptance => acceptance.Agreement == group.Key && acceptance.Round == taken.Count)?.Fact;
                return FactOf([.. group], accepted, taken);
            });
        }
    }

    private static AgreementFact FactOf(List<VersionRow> versions, AcceptanceFact? accepted, List<WithdrawalFact> withdrawals)
    {
        var current = versions[^1];
        return new AgreementFact(
            current.Agreement,
            current.Title,
            current.Number,
            current.PublishedAtUtc,
            accepted,

            // Of several versions that were missed, the first to end its grace period presses.
            versions.Where(version => version.IsMaterial && version.Number > accepted?.Number).Min(version => version.GraceEndsAtUtc),
            versions.Where(version => version.IsMaterial).Max(version => version.Number),
            withdrawals.LastOrDefault(),
            withdrawals.Count);
    }

    private sealed record AcceptanceRow(string Agreement, int Round, AcceptanceFact Fact);

    private sealed record WithdrawalRow(string Agreement, WithdrawalFact Fact);

    private sealed record VersionRow(string Agreement, int Number, string Title, DateTime PublishedAtUtc, bool IsMaterial, DateTime? GraceEndsAtUtc);
}
