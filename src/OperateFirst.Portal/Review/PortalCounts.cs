using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Review;

/// <summary>
/// How many projects stand where. Counting walks over an index of all projects, so it is done at most every few seconds,
/// and again after a commit of this process that moved a project.
/// </summary>
public sealed class PortalCounts : ISaveParticipant
{
    private static readonly Expression<Func<ProjectProgress, int?>>[] DaysTaken =
    [
        progress => progress.Register.DaysTaken,
        progress => progress.Environment.DaysTaken,
        progress => progress.Telemetry.DaysTaken,
        progress => progress.Commitment.DaysTaken,
        progress => progress.Conversation.DaysTaken,
        progress => progress.Coordination.DaysTaken,
        progress => progress.SprintPlanning.DaysTaken,
        progress => progress.ClusterAccess.DaysTaken,
    ];

    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider time;
    private readonly Kept<StatusCounts> standings;
    private readonly Kept<StepMedians> medians;

    public PortalCounts(IServiceScopeFactory scopes, TimeProvider time)
    {
        (this.scopes, this.time) = (scopes, time);
        standings = new Kept<StatusCounts>(TimeSpan.FromSeconds(15), time, CountAsync);
        medians = new Kept<StepMedians>(TimeSpan.FromSeconds(60), time, MeasureAsync);
    }

    public Task<StatusCounts> ReadAsync(CancellationToken cancel) => standings.ReadAsync(cancel);

    /// <summary>Not new with every commit: one project more hardly moves a median, and eight of them are dearer than the counts.</summary>
    public Task<StepMedians> MediansAsync(CancellationToken cancel) => medians.ReadAsync(cancel);

    public void AfterCommit(PortalDbContext db)
    {
        if (db.ChangeTracker.Entries<ProjectProgress>().Any())
        {
            standings.Drop();
        }
    }

    private async Task<StatusCounts> CountAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = time.UtcNow();
        var groups = await db.ProjectProgress.AsNoTracking()
            .GroupBy(progress => new { progress.IsClosed, progress.TelemetryStanding, progress.CommitmentStanding, progress.StandsAt })
            .Select(group => new CountedGroup(group.Key.IsClosed, group.Key.TelemetryStanding, group.Key.CommitmentStanding, group.Key.StandsAt, group.Count()))
            .ToListAsync();
        return new StatusCounts(now, groups, await FirstGraceEndAsync(db, now));
    }

    private static async Task<DateTime?> FirstGraceEndAsync(PortalDbContext db, DateTime now)
    {
        var (isClosed, outdated) = (false, AgreementStandings.Outdated);
        var telemetry = await db.ProjectProgress
            .Where(progress => progress.IsClosed == isClosed && progress.TelemetryStanding == outdated && progress.TelemetryProgress.AcceptByUtc >= now)
            .MinAsync(progress => progress.TelemetryProgress.AcceptByUtc);
        var commitment = await db.ProjectProgress
            .Where(progress => progress.IsClosed == isClosed && progress.CommitmentStanding == outdated && progress.CommitmentProgress.AcceptByUtc >= now)
            .MinAsync(progress => progress.CommitmentProgress.AcceptByUtc);
        return telemetry < commitment ? telemetry : commitment ?? telemetry;
    }

    private async Task<StepMedians> MeasureAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = time.UtcNow();
        var days = new List<double?>();
        foreach (var step in DaysTaken)
        {
            var histogram = await db.ProjectProgress.GroupBy(step).Select(group => new { Days = group.Key, Count = group.Count() }).ToListAsync();
            days.Add(Median.Of(histogram.Where(bar => bar.Days is not null).Select(bar => (bar.Days ?? 0, bar.Count))));
        }

        return new StepMedians(now, days);
    }
}

/// <summary>Open and closed projects by where they stand.</summary>
/// <param name="FirstGraceEndUtc">When the first of the grace periods that run ends; null where none runs.</param>
public sealed record StatusCounts(DateTime CountedAtUtc, IReadOnlyList<CountedGroup> Groups, DateTime? FirstGraceEndUtc)
{
    public int Open => Groups.Where(group => !group.IsClosed).Sum(group => group.Count);

    public int Closed => Groups.Where(group => group.IsClosed).Sum(group => group.Count);

    /// <summary>Open projects that have all steps behind them.</summary>
    public int Done => OpenAt(0);

    public int OpenAt(int standsAt) => Groups.Where(group => !group.IsClosed && group.StandsAt == standsAt).Sum(group => group.Count);

    /// <summary>Open projects of which both agreements stand so.</summary>
    public int Both(string standing) => Groups.Where(group => !group.IsClosed && group.Telemetry == standing && group.Commitment == standing).Sum(group => group.Count);

    /// <summary>Open projects of which at least one agreement stands in one of these ways.</summary>
    public int Either(params string[] standings) =>
        Groups.Where(group => !group.IsClosed && (standings.Contains(group.Telemetry) || standings.Contains(group.Commitment))).Sum(group => group.Count);
}

public sealed record CountedGroup(bool IsClosed, string Telemetry, string Commitment, int StandsAt, int Count);

/// <param name="Days">By step, the first first; null where no project has done the step.</param>
public sealed record StepMedians(DateTime MeasuredAtUtc, IReadOnlyList<double?> Days);
