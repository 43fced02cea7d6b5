using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Review;

/// <summary>Everything that a project accepted and withdrew, for operators.</summary>
public sealed record AgreementRecord(Guid ProjectId, string Slug, string Name, string Leads, bool IsClosed, IReadOnlyList<AgreementStory> Agreements);

/// <summary>One agreement of one project: how it stands now, and how it came to that, the oldest first.</summary>
public sealed record AgreementStory(AgreementFact Fact, StatusCell Now, IReadOnlyList<AgreementDeed> Deeds);

/// <summary>An acceptance, or a withdrawal of one.</summary>
/// <param name="Reason">Of a withdrawal; null for an acceptance.</param>
/// <param name="TextSha256">Of the text that was accepted; empty for a withdrawal.</param>
/// <param name="Sequence">Of the ledger entry in the project's chain.</param>
/// <param name="Hash">Of the ledger entry, lower-case hex.</param>
public sealed record AgreementDeed(
    string Agreement, int Number, int Round, DateTime AtUtc, string By, string? Reason, string TextSha256, long Sequence, string Hash);

public sealed class AgreementRecordReader(PortalDbContext db, TimeProvider time)
{
    /// <exception cref="ProjectNotFoundException">There is no such project.</exception>
    public async Task<AgreementRecord> ReadAsync(string slug, CancellationToken cancel)
    {
        var project = await (
            from candidate in db.Projects.AsNoTracking()
            join progress in db.ProjectProgress on candidate.Id equals progress.ProjectId
            where candidate.Slug == slug
            select new { candidate.Id, candidate.Slug, candidate.Name, progress.Leads, IsClosed = candidate.ClosedAtUtc != null })
            .SingleOrDefaultAsync(cancel) ?? throw new ProjectNotFoundException();
        var facts = await db.AgreementFactsAsync(project.Id, cancel);
        var deeds = await DeedsAsync(project.Id, cancel);
        var now = time.UtcNow();
        return new AgreementRecord(
            project.Id,
            project.Slug,
            project.Name,
            project.Leads,
            project.IsClosed,
            [
                .. from fact in facts.Values
                   orderby fact.Name == AgreementNames.Telemetry descending, fact.Name
                   select new AgreementStory(fact, CellOf(fact, now), [.. deeds.Where(deed => deed.Agreement == fact.Name)]),
            ]);
    }

    private static StatusCell CellOf(AgreementFact fact, DateTime now) => new(
        fact.Name,
        AgreementStandings.Written(fact.StandingAt(now)),
        fact.Accepted?.Number ?? fact.Withdrawn?.Number,
        fact.Accepted?.AtUtc ?? fact.Withdrawn?.AtUtc,
        fact.IsCurrent ? null : fact.AcceptBy);

    private async Task<List<AgreementDeed>> DeedsAsync(Guid projectId, CancellationToken cancel)
    {
        var accepted = await (
            from acceptance in db.Acceptances.AsNoTracking()
            join entry in db.LedgerEntries on acceptance.LedgerEntryId equals entry.Id
            where acceptance.ProjectId == projectId
            select new AgreementDeed(
                acceptance.Agreement, acceptance.Number, acceptance.Round, acceptance.AtUtc, acceptance.AccountName, null, acceptance.TextSha256, entry.Sequence, entry.Hash))
            .ToListAsync(cancel);
        var withdrawn = await (
            from withdrawal in db.AcceptanceWithdrawals.AsNoTracking()
            join entry in db.LedgerEntries on withdrawal.LedgerEntryId equals entry.Id
            where withdrawal.ProjectId == projectId
            select new AgreementDeed(
                withdrawal.Agreement, withdrawal.Number, withdrawal.Round, withdrawal.AtUtc, withdrawal.AccountName, withdrawal.Reason, "", entry.Sequence, entry.Hash))
            .ToListAsync(cancel);
        return [.. accepted.Concat(withdrawn).OrderBy(deed => deed.Sequence)];
    }
}
