using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>When a message that waits in line will be delivered, for the person who waits for it.</summary>
public sealed class LaneForecast(PortalDbContext db, DeliveryLanes lanes, TimeProvider time)
{
    /// <summary>Where counting stops: days ahead, the hour does not matter.</summary>
    private const int MostCounted = 20_000;

    /// <summary>Less than that is "now" to a person.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <param name="lane">Of the message: <see cref="OutboxMessage.Lane"/>.</param>
    /// <returns>Null where it goes out in a moment.</returns>
    public async Task<Turn?> OfAsync(Guid id, string lane, DateTime dueAtUtc, CancellationToken cancel)
    {
        var now = time.UtcNow();
        var rest = await db.LaneRestAsync(lane, now, cancel);
        var (before, begins) = (0, rest?.RestsUntilUtc ?? now);
        if (lanes.Find(lane) is { IsPaced: true } paced)
        {
            before = await db.OutboxMessages
                .Where(message => message.Lane == lane && message.State == OutboxState.Queued && message.DueAtUtc <= dueAtUtc &&
                    (message.DueAtUtc < dueAtUtc || message.Id < id))
                .OrderBy(message => message.DueAtUtc).Take(MostCounted).CountAsync(cancel);
            var (next, free) = await LanePace.RoomAsync(db, paced, now, cancel);
            begins = (next > begins ? next.Value : begins) + DurationOf(before, free, paced);
        }

        return begins <= now + Soon ? null : new Turn(begins > dueAtUtc ? begins : dueAtUtc, before, rest is not null);
    }

    /// <returns>The turn of the last in line of all paced lanes; null where all go out in a moment.</returns>
    public async Task<Turn?> OfLastAsync(CancellationToken cancel)
    {
        Turn? last = null;
        foreach (var lane in lanes.All.Where(lane => lane.IsPaced))
        {
            var waiting = await db.OutboxMessages.AsNoTracking().Where(message => message.Lane == lane.Name && message.State == OutboxState.Queued)
                .OrderByDescending(message => message.DueAtUtc).ThenByDescending(message => message.Id)
                .Select(message => new { message.Id, message.DueAtUtc }).FirstOrDefaultAsync(cancel);
            var turn = waiting is null ? null : await OfAsync(waiting.Id, lane.Name, waiting.DueAtUtc, cancel);
            last = turn?.AtUtc > (last?.AtUtc ?? DateTime.MinValue) ? turn : last;
        }

        return last;
    }

    /// <summary>How long a lane takes for so many writes.</summary>
    /// <param name="free">Writes for which the running hour has room.</param>
    public static TimeSpan DurationOf(int writes, int free, DeliveryLane lane)
    {
        var byMinute = lane.WritesPerMinute is { } minute ? PaceWindow.Minute * (writes / minute) : TimeSpan.Zero;
        var byHour = lane.WritesPerHour is { } hour && writes >= free ? PaceWindow.Hour * (1 + ((writes - free) / hour)) : TimeSpan.Zero;
        return byMinute > byHour ? byMinute : byHour;
    }
}

/// <param name="AtUtc">About when it goes out.</param>
/// <param name="Before">How many go before it.</param>
/// <param name="IsResting">All of them wait for the other side; else they only keep the pace.</param>
public sealed record Turn(DateTime AtUtc, int Before, bool IsResting);
