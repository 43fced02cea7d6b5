using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Review;

/// <summary>
/// Projects and where they stand with both agreements, in the order of their short names. Each page is read from the stretches
/// of an index that hold it, so that it costs the same however many projects there are.
/// </summary>
public sealed class AgreementStatus(PortalDbContext db)
{
    public const int PageSize = 25;

    /// <summary>So many projects whose name, not short name, has the beginning are looked at; more letters find the others.</summary>
    public const int MostNames = 100;

    private static readonly Expression<Func<ProjectProgress, StatusRow>> ToRow = progress => new StatusRow(
        progress.ProjectId,
        progress.Slug,
        progress.Name,
        progress.Leads,
        progress.IsClosed,
        progress.StandsAt,
        new StatusCell(
            AgreementNames.Telemetry, progress.TelemetryStanding, progress.TelemetryProgress.Number, progress.TelemetryProgress.AtUtc, progress.TelemetryProgress.AcceptByUtc),
        new StatusCell(
            AgreementNames.Commitment, progress.CommitmentStanding, progress.CommitmentProgress.Number, progress.CommitmentProgress.AtUtc, progress.CommitmentProgress.AcceptByUtc));

    public async Task<StatusPage> ReadAsync(StatusFilter filter, CancellationToken cancel)
    {
        var names = filter.Beginning.Length > 0 ? await NamedAsync(filter, cancel) : [];
        var found = names.Take(MostNames).Where(row => filter.Fits(row) && string.CompareOrdinal(row.Slug, filter.After) > 0).ToList();
        foreach (var seek in filter.Seeks)
        {
            found.AddRange(await Begins(Selected(seek, filter), filter.Beginning).OrderBy(progress => progress.Slug).Take(PageSize + 1).Select(ToRow).ToListAsync(cancel));
        }

        var rows = Sorted(found).Take(PageSize + 1).ToList();
        return new StatusPage([.. rows.Take(PageSize)], rows.Count > PageSize ? rows[PageSize - 1].Slug : null, names.Count > MostNames);
    }

    /// <summary>All projects that fit, some hundreds at a time: nothing is held open while a slow reader takes them.</summary>
    public async IAsyncEnumerable<IReadOnlyList<StatusRow>> BatchesAsync(
        StatusFilter filter, int size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var place = filter with { After = "" };
        while (true)
        {
            var found = new List<StatusRow>();
            foreach (var seek in place.Seeks)
            {
                found.AddRange(await BeginsOrIsNamed(Selected(seek, place), place.Beginning).OrderBy(progress => progress.Slug).Take(size).Select(ToRow).ToListAsync(cancel));
            }

            var batch = Sorted(found).Take(size).ToList();
            if (batch.Count > 0)
            {
                yield return batch;
            }

            if (batch.Count < size)
            {
                yield break;
            }

            place = place with { After = batch[^1].Slug };
        }
    }

    private static IEnumerable<StatusRow> Sorted(List<StatusRow> found) => found.DistinctBy(row => row.ProjectId).OrderBy(row => row.Slug, StringComparer.Ordinal);

    private static IQueryable<ProjectProgress> Begins(IQueryable<ProjectProgress> rows, string beginning)
    {
        var end = Beginnings.EndOf(beginning);
        return beginning.Length == 0 ? rows : rows.Where(progress => string.Compare(progress.Slug, beginning) >= 0 && string.Compare(progress.Slug, end) < 0);
    }

    private static IQueryable<ProjectProgress> BeginsOrIsNamed(IQueryable<ProjectProgress> rows, string beginning)
    {
        var end = Beginnings.EndOf(beginning);
        return beginning.Length == 0
            ? rows
            : rows.Where(progress =>
                (string.Compare(progress.Slug, beginning) >= 0 && string.Compare(progress.Slug, end) < 0) ||
                (string.Compare(progress.NameKey, beginning) >= 0 && string.Compare(progress.NameKey, end) < 0));
    }

    private Task<List<StatusRow>> NamedAsync(StatusFilter filter, CancellationToken cancel)
    {
        var (beginning, end) = (filter.Beginning, Beginnings.EndOf(filter.Beginning));
        return Lives(filter).Where(progress => string.Compare(progress.NameKey, beginning) >= 0 && string.Compare(progress.NameKey, end) < 0)
            .OrderBy(progress => progress.NameKey).Take(MostNames + 1).Select(ToRow).ToListAsync(cancel);
    }

    private IQueryable<ProjectProgress> Selected(StatusSeek seek, StatusFilter filter)
    {
        var rows = Lives(filter);
        if (seek.Telemetry is { } telemetry)
        {
            rows = rows.Where(progress => progress.TelemetryStanding == telemetry);
        }

        if (seek.Commitment is { } commitment)
        {
            rows = rows.Where(progress => progress.CommitmentStanding == commitment);
        }

        if (filter.Step is { } step)
        {
            rows = rows.Where(progress => progress.StandsAt == step);
        }

        var after = filter.After;
        return after.Length == 0 ? rows : rows.Where(progress => string.Compare(progress.Slug, after) > 0);
    }

    // A parameter: of "NOT closed" no index makes use.
    private IQueryable<ProjectProgress> Lives(StatusFilter filter)
    {
        var isClosed = filter.IsClosed;
        return db.ProjectProgress.AsNoTracking().Where(progress => progress.IsClosed == isClosed);
    }
}

/// <param name="Next">Where the next page begins; null where this is the last.</param>
/// <param name="HasMoreNames">True where more names have the beginning than are looked at.</param>
public sealed record StatusPage(IReadOnlyList<StatusRow> Rows, string? Next, bool HasMoreNames);

/// <param name="StandsAt">Number of the first step that is not done; 0 where all are done.</param>
public sealed record StatusRow(
    Guid ProjectId, string Slug, string Name, string Leads, bool IsClosed, int StandsAt, StatusCell Telemetry, StatusCell Commitment)
{
    public IEnumerable<StatusCell> Cells => [Telemetry, Commitment];
}

/// <param name="Standing">One of <see cref="AgreementStandings"/>.</param>
/// <param name="Number">The version accepted, or withdrawn; null where nothing ever was.</param>
/// <param name="AtUtc">When it was accepted, or withdrawn.</param>
/// <param name="AcceptByUtc">By when a newer version has to be accepted; null where none has.</param>
public sealed record StatusCell(string Agreement, string Standing, int? Number, DateTime? AtUtc, DateTime? AcceptByUtc);
