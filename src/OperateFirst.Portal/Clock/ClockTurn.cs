using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Clock;

/// <summary>Whose turn it is to let the jobs run: one row, renewed by the process that does.</summary>
public sealed class ClockTurn
{
    public const int TheOne = 1;

    public int Id { get; private init; } = TheOne;

    /// <summary>Drawn by each process at its start; null where the last one gave the turn back.</summary>
    public Guid? Owner { get; init; }

    /// <summary>By the owner's clock.</summary>
    public DateTime UntilUtc { get; init; }

    /// <summary>One more with each renewal: who waits for the turn sees by it that the owner lives, whatever the clocks say.</summary>
    public long Renewals { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ClockTurn>
    {
        public void Configure(EntityTypeBuilder<ClockTurn> builder)
        {
            builder.ToTable("ClockTurns");
            builder.Property(turn => turn.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>
/// This process's claim to the turn. It passes to another when it was given back, when its time is over, or when it was not renewed for as long
/// as it lasts, by the measure of the one who waits: a clock that was put back, or that differs, then delays nothing.
/// </summary>
public sealed class ClockClaim(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>How long a turn lasts that nobody renews.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>How often the owner renews it and the others look. Together with <see cref="Length"/> well under a minute.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly Guid me = Guid.CreateVersion7();
    private (Guid? Owner, long Renewals, long Since) seen;

    /// <summary>Renews the turn, or takes it where it is free.</summary>
    /// <returns>True where it is this process's turn.</returns>
    public async Task<bool> TakeAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var turn = await db.ClockTurns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == ClockTurn.TheOne, cancel);
        if (turn is null)
        {
            return await BeginAsync(db, cancel);
        }

        return (turn.Owner == me || IsFree(turn)) && await TakeAsync(db, turn, cancel);
    }

    /// <summary>Lets another take it at once.</summary>
    public async Task GiveBackAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        using var gate = await db.TakeWriteGateAsync(cancel);
        await db.ClockTurns.Where(row => row.Owner == me).ExecuteUpdateAsync(set => set.SetProperty(row => row.Owner, (Guid?)null), cancel);
    }

    private bool IsFree(ClockTurn turn)
    {
        if (turn.Owner is null || turn.UntilUtc <= time.UtcNow())
        {
            return true;
        }

        if ((seen.Owner, seen.Renewals) != (turn.Owner, turn.Renewals))
        {
            seen = (turn.Owner, turn.Renewals, time.GetTimestamp());
        }

        return time.GetElapsedTime(seen.Since) >= Length;
    }

    // One conditional update: one row changed means that nobody else renewed or took it meanwhile.
    private async Task<bool> TakeAsync(PortalDbContext db, ClockTurn turn, CancellationToken cancel)
    {
        using var gate = await db.TakeWriteGateAsync(cancel);
        var until = time.UtcNow() + Length;
        return await db.ClockTurns
            .Where(row => row.Id == ClockTurn.TheOne && row.Owner == turn.Owner && row.Renewals == turn.Renewals)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Owner, me).SetProperty(row => row.UntilUtc, until).SetProperty(row => row.Renewals, row => row.Renewals + 1),
                cancel) == 1;
    }

    private async Task<bool> BeginAsync(PortalDbContext db, CancellationToken cancel)
    {
        db.ClockTurns.Add(new ClockTurn { Owner = me, UntilUtc = time.UtcNow() + Length });
        return await db.TrySaveAsync(cancel);
    }
}

public static class ClockSets
{
    extension(PortalDbContext db)
    {
        public DbSet<ClockTurn> ClockTurns => db.Set<ClockTurn>();
    }
}
