using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Accounts;

/// <summary>A sign-in that counts until its row is gone: a copy of its cookie is of no use after signing out.</summary>
public sealed class Session
{
    /// <summary>Ends it, however busy; twelve hours without a click end it before.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private Session()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    public Guid AccountId { get; private init; }

    public DateTime EndsAtUtc { get; private init; }

    internal static Session Of(Account account, DateTime now) => new() { AccountId = account.Id, EndsAtUtc = now + Longest };

    internal sealed class Configuration : IEntityTypeConfiguration<Session>
    {
        public void Configure(EntityTypeBuilder<Session> builder)
        {
            builder.ToTable("Sessions");
            builder.Property(session => session.Id).ValueGeneratedNever();
            builder.HasOne<Account>().WithMany().HasForeignKey(session => session.AccountId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(session => session.EndsAtUtc);
        }
    }
}

public static class SessionSets
{
    extension(PortalDbContext db)
    {
        public DbSet<Session> Sessions => db.Set<Session>();
    }
}

/// <summary>Signs out on the server too.</summary>
public sealed class EndSession(PortalDbContext db, CurrentAccount me)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        if (me.SessionId is { } id && await db.Sessions.SingleOrDefaultAsync(session => session.Id == id, cancel) is { } mine)
        {
            db.Sessions.Remove(mine);
            await db.SaveChangesAsync(cancel);
        }
    }
}

/// <summary>Removes the rows of sessions that nobody signed out of.</summary>
internal sealed class ForgetOldSessions(PortalDbContext db) : IClockJob
{
    private const int Batch = 500;

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        if (!await db.Sessions.AnyAsync(session => session.EndsAtUtc <= now, cancel))
        {
            return 0;
        }

        using var turn = await db.TakeWriteGateAsync(cancel);
        return await db.Sessions.Where(session => session.EndsAtUtc <= now).OrderBy(session => session.EndsAtUtc).Take(Batch).ExecuteDeleteAsync(cancel);
    }
}
