using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Review;

/// <summary>One project and one agreement, as it is exported. Times are UTC; hashes are lower-case hex.</summary>
public sealed record ExportRow
{
    public required string Project { get; init; }
    public required string Name { get; init; }
    public required string Leads { get; init; }
    public required bool Closed { get; init; }
    public required string Agreement { get; init; }

    /// <summary>One of <see cref="AgreementStandings"/>.</summary>
    public required string Standing { get; init; }
    public required int? Version { get; init; }
    public DateTime? AcceptedAt { get; init; }
    public string? AcceptedBy { get; init; }
    public DateTime? WithdrawnAt { get; init; }
    public DateTime? AcceptBy { get; init; }
    public string? TextSha256 { get; init; }

    /// <summary>Of the entry that tells of the acceptance.</summary>
    public string? LedgerHash { get; init; }
}

/// <summary>Every project and agreement that fits a filter, row by row: memory does not grow with their number.</summary>
public sealed class AgreementExport(PortalDbContext db, AgreementStatus status)
{
    private const int BatchSize = 500;

    public async IAsyncEnumerable<ExportRow> RowsAsync(StatusFilter filter, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var batch in status.BatchesAsync(filter, BatchSize, cancel))
        {
            var proofs = await ProofsAsync(batch, cancel);
            foreach (var row in batch)
            {
                foreach (var cell in row.Cells)
                {
                    yield return RowOf(row, cell, cell.Number is { } number ? proofs.GetValueOrDefault((row.ProjectId, cell.Agreement, number)) : null);
                }
            }
        }
    }

    private static ExportRow RowOf(StatusRow row, StatusCell cell, Proof? proof) => new()
    {
        Project = row.Slug,
        Name = row.Name,
        Leads = row.Leads,
        Closed = row.IsClosed,
        Agreement = cell.Agreement,
        Standing = cell.Standing,
        Version = cell.Number,
        AcceptedAt = proof?.AtUtc,
        AcceptedBy = proof?.By,
        WithdrawnAt = cell.Standing == AgreementStandings.Withdrawn ? cell.AtUtc : null,
        AcceptBy = cell.AcceptByUtc,
        TextSha256 = proof?.TextSha256,
        LedgerHash = proof?.Hash,
    };

    private async Task<Dictionary<(Guid Project, string Agreement, int Number), Proof>> ProofsAsync(IReadOnlyList<StatusRow> batch, CancellationToken cancel)
    {
        var projects = batch.Where(row => row.Cells.Any(cell => cell.Number is not null)).Select(row => row.ProjectId).ToList();
        var acceptances = await (
            from acceptance in db.Acceptances.AsNoTracking()
            join entry in db.LedgerEntries on acceptance.LedgerEntryId equals entry.Id
            where projects.Contains(acceptance.ProjectId)
            select new
            {
                acceptance.ProjectId,
                acceptance.Agreement,
                acceptance.Number,
                acceptance.Round,
                Proof = new Proof(acceptance.AtUtc, acceptance.AccountName, acceptance.TextSha256, entry.Hash),
            }).ToListAsync(cancel);

        // Of a version accepted again after a withdrawal, the last time counts.
        return acceptances.GroupBy(acceptance => (acceptance.ProjectId, acceptance.Agreement, acceptance.Number))
            .ToDictionary(group => group.Key, group => group.OrderBy(acceptance => acceptance.Round).Last().Proof);
    }

    private sealed record Proof(DateTime AtUtc, string By, string TextSha256, string Hash);
}
