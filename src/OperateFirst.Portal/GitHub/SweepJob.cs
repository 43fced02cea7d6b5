using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>Looks the repository through every quarter of an hour for what no webhook told. Of several processes one does it.</summary>
internal sealed partial class SweepJob(
    PortalDbContext db, IssueSweep sweep, GitHubFailures failures, IOptions<DeliveriesOptions> deliveries, ILogger<SweepJob> logger) : IClockJob
{
    internal static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>Lists do not name what was deleted, so all issues are listed once a day, and after a stop in which webhooks were lost.</summary>
    private static readonly TimeSpan AllEvery = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongStop = TimeSpan.FromHours(1);

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        if (!deliveries.Value.IssuesGoToGitHub || await db.LaneRestAsync(GitHubPace.Lane, now, cancel) is not null || !await ClaimAsync(now, cancel))
        {
            return 0;
        }

        var last = await db.GitHubSweeps.AsNoTracking().SingleAsync(row => row.Id == GitHubSweep.TheOne, cancel);

        // A look in the future was written down by a clock that has been put back since.
        var looked = last.LookedAtUtc <= now ? last.LookedAtUtc : null;
        var all = last.MissingAfter > 0 || looked is null || now - looked > LongStop || last.LookedAtAllAtUtc is not { } lookedAtAll || lookedAtAll > now || now - lookedAtAll >= AllEvery;
        var missingAfter = 0;
        try
        {
            missingAfter = await sweep.RunAsync(looked, all, last.MissingAfter, now, cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && failures.Meaning(failure) is not null)
        {
            LogFailed(logger, failure);
            if (failures.Meaning(failure) is Delivery.NotYet pause)
            {
                await RestAsync(pause, now, cancel);
            }

            return 1;
        }

        await WriteDownAsync(now, all, missingAfter, cancel);
        return 1;
    }

    // One conditional update, so that one process takes it; killed in the middle, the next quarter of an hour finds the same.
    private async Task<bool> ClaimAsync(DateTime now, CancellationToken cancel)
    {
        if (!await db.GitHubSweeps.AnyAsync(row => row.Id == GitHubSweep.TheOne, cancel))
        {
            db.GitHubSweeps.Add(new GitHubSweep { DueAtUtc = now });
            if (!await db.TrySaveAsync(cancel))
            {
                db.ChangeTracker.Clear();
            }
        }

        using var turn = await db.TakeWriteGateAsync(cancel);
        var next = now + Every;
        return await db.GitHubSweeps.Where(row => row.Id == GitHubSweep.TheOne && (row.DueAtUtc <= now || row.DueAtUtc > next))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAtUtc, next), cancel) == 1;
    }

    // GitHub names the time before which it wants no call: that holds for the deliveries too.
    private async Task RestAsync(Delivery.NotYet pause, DateTime now, CancellationToken cancel)
    {
        await LaneState.EnsureAsync(db, GitHubPace.Lane, cancel);
        (await db.LaneStates.SingleAsync(lane => lane.Name == GitHubPace.Lane, cancel)).RestUntil(pause.Until, pause.Reason, now);
        await db.SaveChangesAsync(cancel);
    }

    private async Task WriteDownAsync(DateTime now, bool all, int missingAfter, CancellationToken cancel)
    {
        using var turn = await db.TakeWriteGateAsync(cancel);
        await db.GitHubSweeps.Where(row => row.Id == GitHubSweep.TheOne).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.LookedAtUtc, now)
                .SetProperty(row => row.LookedAtAllAtUtc, row => all ? now : row.LookedAtAllAtUtc)
                .SetProperty(row => row.MissingAfter, missingAfter),
            cancel);
    }

    [LoggerMessage(LogLevel.Warning, "GitHub could not be looked through; the next sweep makes up for it")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
