using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.GitHub;

/// <summary>Writes an event down, once, however often it is delivered.</summary>
public sealed class ReceiveDelivery(PortalDbContext db, TimeProvider time)
{
    /// <returns>False where it was written down before.</returns>
    internal async Task<bool> RunAsync(string id, WebhookEvent read, string payload, CancellationToken cancel)
    {
        if (await db.GitHubDeliveries.AnyAsync(delivery => delivery.Id == id, cancel))
        {
            return false;
        }

        db.GitHubDeliveries.Add(GitHubDelivery.Of(id, read, payload, time.UtcNow()));
        return await db.TrySaveAsync(cancel);
    }
}

/// <summary>
/// Works through what was received, oldest first. An event's effect and the mark that it is done are one commit:
/// killed before it, the next round begins anew; killed after it, nothing is left to do.
/// </summary>
internal sealed partial class ProcessDeliveries(PortalDbContext db, NoteIssue issues, NoteIssueComment comments, ILogger<ProcessDeliveries> logger) : IClockJob
{
    /// <summary>Longer than GitHub offers to deliver an event again.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int Batch = 500;

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        // Received in the future: by a clock that has been put back since.
        var delivery = await db.GitHubDeliveries.Where(candidate => candidate.DoneAtUtc == null && (candidate.DueAtUtc <= now || candidate.ReceivedAtUtc > now))
            .OrderBy(candidate => candidate.DueAtUtc).FirstOrDefaultAsync(cancel);
        if (delivery is null)
        {
            return await PruneAsync(now - Kept, cancel);
        }

        try
        {
            await ApplyAsync(delivery, now, cancel);
        }
#pragma warning disable CA1031 // Whatever goes wrong with one event, the others are worked through, and it is tried again.
        catch (Exception failure) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(logger, failure, delivery.Id, delivery.Event);
            await PostponeAsync(delivery.Id, failure.Message, now, cancel);
        }

        return 1;
    }

    private async Task ApplyAsync(GitHubDelivery delivery, DateTime now, CancellationToken cancel)
    {
        var read = WebhookEvent.Read(delivery.Event, System.Text.Encoding.UTF8.GetBytes(delivery.Payload))
            ?? throw new InvalidDataException("What was received can no longer be read.");
        delivery.Finish(now);
        if (delivery.Event == WebhookEvent.Issues)
        {
            await issues.RunAsync(read.ToIssue(delivery.ReceivedAtUtc), cancel);
        }
        else
        {
            await comments.RunAsync(read.ToComment(delivery.ReceivedAtUtc), cancel);
        }
    }

    private async Task PostponeAsync(string id, string error, DateTime now, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var delivery = await db.GitHubDeliveries.SingleAsync(candidate => candidate.Id == id, cancel);

        // Done meanwhile: another process was quicker.
        if (delivery.DoneAtUtc is null)
        {
            if (!delivery.Fail(error, now))
            {
                LogGivenUp(logger, id, delivery.Event);
            }

            await db.SaveChangesAsync(cancel);
        }
    }

    private async Task<int> PruneAsync(DateTime before, CancellationToken cancel)
    {
        if (!await db.GitHubDeliveries.AnyAsync(delivery => delivery.DoneAtUtc < before, cancel))
        {
            return 0;
        }

        using var turn = await db.TakeWriteGateAsync(cancel);
        return await db.GitHubDeliveries.Where(delivery => delivery.DoneAtUtc < before).OrderBy(delivery => delivery.DoneAtUtc).Take(Batch).ExecuteDeleteAsync(cancel);
    }

    [LoggerMessage(LogLevel.Warning, "Event {DeliveryId} ({Event}) of GitHub could not be worked through; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception failure, string deliveryId, string @event);

    [LoggerMessage(LogLevel.Error, "Event {DeliveryId} ({Event}) of GitHub was given up; the next sweep finds what it told")]
    private static partial void LogGivenUp(ILogger logger, string deliveryId, string @event);
}
