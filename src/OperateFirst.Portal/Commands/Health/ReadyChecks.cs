using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Commands.Health;

/// <summary>Whether pages can be served: the database can be read, and is what this version needs.</summary>
internal sealed class DatabaseReady(PortalDbContext db, SeenMigrations seen) : IHealthCheck
{
    /// <summary>Whoever sends visitors here waits for the answer, and another portal may have an answering database.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // First, since asking for migrations takes a database that cannot be opened for one that is not there yet.
            db.Database.SetCommandTimeout(Patience);
            var unguarded = await db.UnguardedTablesAsync(cancellationToken);
            return (await LacksMigrationsAsync(cancellationToken), unguarded.Count) switch
            {
                (true, _) => HealthCheckResult.Unhealthy("The database lacks migrations: start the portal again."),
                (_, > 0) => HealthCheckResult.Unhealthy("An append-only table has lost its triggers: run doctor."),
                _ => HealthCheckResult.Healthy("The database can be read."),
            };
        }
        catch (Exception failure) when (DatabaseTrouble.Of(failure) is not null)
        {
            return HealthCheckResult.Unhealthy($"The database cannot be used right now: {DatabaseTrouble.Of(failure)?.Reason}.");
        }
    }

    private async Task<bool> LacksMigrationsAsync(CancellationToken cancel)
    {
        seen.AreAll = seen.AreAll || !(await db.Database.GetPendingMigrationsAsync(cancel)).Any();
        return !seen.AreAll;
    }
}

/// <summary>Whether all migrations were seen to be applied: none is taken back, and a newer version holds their table for as long as it applies its own.</summary>
internal sealed class SeenMigrations
{
    private volatile bool areAll;

    public bool AreAll
    {
        get => areAll;
        set => areAll = value;
    }
}

/// <summary>Whether an operator has to look after deliveries. People are served meanwhile, so it never takes the portal out of service.</summary>
internal sealed class DeliveriesReady(PortalDbContext db) : IHealthCheck
{
    private const int Most = 1000;

    /// <summary>So many times in a row take about five minutes.</summary>
    private const int ManyFailures = 5;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (await db.LaneStates.AsNoTracking().Where(lane => lane.Failures >= ManyFailures).OrderBy(lane => lane.Name).Select(lane => lane.Name).FirstOrDefaultAsync(cancellationToken) is { } away)
            {
                return HealthCheckResult.Degraded($"{(away == "github" ? "GitHub" : "The mail server")} has not taken anything for several tries: an operator has to look at the deliveries.");
            }

            return await db.OutboxMessages.AsNoTracking().Where(message => message.State == OutboxState.Parked).OrderBy(message => message.DueAtUtc).Take(Most).CountAsync(cancellationToken) switch
            {
                0 => HealthCheckResult.Healthy("No message is parked."),
                1 => HealthCheckResult.Degraded("1 message is parked: an operator has to look."),
                Most => HealthCheckResult.Degraded($"{Most} messages or more are parked: an operator has to look."),
                var count => HealthCheckResult.Degraded($"{count} messages are parked: an operator has to look."),
            };
        }
        catch (Exception failure) when (DatabaseTrouble.Of(failure) is not null)
        {
            return HealthCheckResult.Degraded("It is not known while the database is away.");
        }
    }
}

/// <summary>Whether what people do to issues on GitHub is still seen. Where it is not, an operator has to look.</summary>
internal sealed class IssuesReady(IssueWatch watch) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await watch.ReadAsync(cancellationToken) switch
            {
                null => HealthCheckResult.Healthy("Issues go into the folder."),
                { IsLate: true } => HealthCheckResult.Degraded("GitHub was not looked through for more than an hour: an operator has to look."),
                _ => HealthCheckResult.Healthy("GitHub is looked through."),
            };
        }
        catch (Exception failure) when (DatabaseTrouble.Of(failure) is not null)
        {
            return HealthCheckResult.Degraded("It is not known while the database is away.");
        }
    }
}
