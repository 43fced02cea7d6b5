using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>A write that was let through, kept for an hour: all replicas count the same rows.</summary>
public sealed class PacedWrite
{
    public required string Lane { get; init; }

    /// <summary>1, 2, 3 …: two that count at once want the same number, and one of them counts again.</summary>
    public required long Number { get; init; }

    public required DateTime AtUtc { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<PacedWrite>
    {
        public void Configure(EntityTypeBuilder<PacedWrite> builder)
        {
            builder.ToTable("OutboxPacedWrites");
            builder.HasKey(write => new { write.Lane, write.Number });
            builder.Property(write => write.Lane).HasMaxLength(DeliveryLane.NameLength);
            builder.HasIndex(write => new { write.Lane, write.AtUtc });
        }
    }
}

/// <summary>Keeps a lane's writes below what the other side allows, all processes together.</summary>
public sealed class LanePace(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>Takes a turn to write now.</summary>
    /// <returns>Null where the turn was given; else when (UTC) to ask again.</returns>
    public async Task<DateTime?> TakeAsync(DeliveryLane lane, CancellationToken cancel)
    {
        while (lane.IsPaced)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            var last = await db.PacedWrites.Where(write => write.Lane == lane.Name).MaxAsync(write => (long?)write.Number, cancel) ?? 0;
            var now = time.UtcNow();
            if (await RoomAsync(db, lane, now, cancel) is { Next: { } next })
            {
                return next;
            }

            db.PacedWrites.Add(new PacedWrite { Lane = lane.Name, Number = last + 1, AtUtc = now });
            if (await db.TrySaveAsync(cancel))
            {
                await PruneAsync(db, lane, last, now, cancel);
                return null;
            }
        }

        return null;
    }

    private static async Task PruneAsync(PortalDbContext db, DeliveryLane lane, long last, DateTime now, CancellationToken cancel)
    {
        using var turn = await db.TakeWriteGateAsync(cancel);
        await db.PacedWrites.Where(write => write.Lane == lane.Name && write.Number <= last && write.AtUtc <= now - PaceWindow.Hour).ExecuteDeleteAsync(cancel);
    }

    /// <returns>When there is room again, null for at once; and how many writes the hour has room for.</returns>
    internal static async Task<(DateTime? Next, int Free)> RoomAsync(PortalDbContext db, DeliveryLane lane, DateTime now, CancellationToken cancel)
    {
        DateTime? next = null;
        var free = int.MaxValue;
        foreach (var (window, most) in PaceWindow.Of(lane))
        {
            // Later than now are those of a clock that has been put back since: they would stop the lane for as long.
            var writes = db.PacedWrites.Where(write => write.Lane == lane.Name && write.AtUtc > now - window && write.AtUtc <= now);
            var count = await writes.CountAsync(cancel);
            free = Math.Min(free, window == PaceWindow.Hour ? Math.Max(0, most - count) : int.MaxValue);
            if (count >= most)
            {
                var oldest = await writes.OrderBy(write => write.AtUtc).Skip(count - most).Select(write => write.AtUtc).FirstAsync(cancel);
                next = next > oldest + window ? next : oldest + window;
            }
        }

        return (next, free);
    }
}

/// <summary>The windows in which a lane's writes are counted.</summary>
internal static class PaceWindow
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static IEnumerable<(TimeSpan Window, int Most)> Of(DeliveryLane lane)
    {
        if (lane.WritesPerMinute is { } minute)
        {
            yield return (Minute, minute);
        }

        if (lane.WritesPerHour is { } hour)
        {
            yield return (Hour, hour);
        }
    }
}
