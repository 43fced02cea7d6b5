using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>How it stands with the other side of a lane: shared by all processes, so that none calls while another was told to wait.</summary>
public sealed class LaneState
{
    /// <summary>The longest that a server's own words can make a lane rest: a nonsensical time must not stop it for good.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    private LaneState()
    {
    }

    public string Name { get; private init; } = "";

    /// <summary>Until then nothing of the lane is tried; null where nothing is in the way.</summary>
    public DateTime? RestsUntilUtc { get; private set; }

    public DateTime? RestSetAtUtc { get; private set; }

    /// <summary>Why it rests, for people.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Times in a row that the other side could not be reached.</summary>
    public int Failures { get; private set; }

    /// <summary>Every lane has its row before it is worked on, so that two that tell of it at once do not both add one.</summary>
    internal static async Task EnsureAsync(PortalDbContext db, string lane, CancellationToken cancel)
    {
        if (await db.LaneStates.AnyAsync(state => state.Name == lane, cancel))
        {
            return;
        }

        var added = db.LaneStates.Add(new LaneState { Name = lane });
        if (!await db.TrySaveAsync(cancel))
        {
            added.State = EntityState.Detached;
        }
    }

    /// <summary>A rest that was set in the future was set by a clock that has been put back since.</summary>
    public bool RestsAt(DateTime now) => RestsUntilUtc > now && RestSetAtUtc <= now;

    /// <summary>The other side named a time. A shorter one that is told later, to somebody else, does not cut it.</summary>
    internal void RestUntil(DateTime until, string reason, DateTime now)
    {
        if (!RestsAt(now) || RestsUntilUtc < until)
        {
            (RestsUntilUtc, Reason, RestSetAtUtc) = (Bounded(until, now), FieldChecks.Printable(reason, OutboxMessage.AnswerLength), now);
        }
    }

    internal static DateTime Bounded(DateTime until, DateTime now) => until < now + Longest ? until : now + Longest;

    /// <summary>The other side cannot be reached: from 10 seconds, doubled up to 5 minutes, so that it is not stormed when it comes back.</summary>
    internal void RestAfterFailure(string reason, DateTime now)
    {
        // Others that failed at the same moment say nothing new.
        if (!RestsAt(now))
        {
            var rest = FirstRest * Math.Pow(2, Math.Min(Failures, 10));
            Failures++;
            RestUntil(now + (rest < LongestRest ? rest : LongestRest), reason, now);
        }
    }

    /// <summary>Leaves a rest as it is: another process may have been told of it meanwhile.</summary>
    internal void Answered() => Failures = 0;

    internal sealed class Configuration : IEntityTypeConfiguration<LaneState>
    {
        public void Configure(EntityTypeBuilder<LaneState> builder)
        {
            builder.ToTable("OutboxLanes");
            builder.HasKey(lane => lane.Name);

            // Of two processes that are told to wait at once, the second has to see the first one's time.
            builder.Property(lane => lane.RestsUntilUtc).IsConcurrencyToken();
            builder.Property(lane => lane.Name).HasMaxLength(DeliveryLane.NameLength);
        }
    }
}

public static class LaneSets
{
    extension(PortalDbContext db)
    {
        public DbSet<LaneState> LaneStates => db.Set<LaneState>();

        public DbSet<PacedWrite> PacedWrites => db.Set<PacedWrite>();

        /// <returns>Null where the lane does not rest now.</returns>
        public async Task<LaneState?> LaneRestAsync(string lane, DateTime now, CancellationToken cancel) =>
            await db.LaneStates.AsNoTracking().SingleOrDefaultAsync(state => state.Name == lane, cancel) is { } state && state.RestsAt(now) ? state : null;
    }
}
