using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Invitations;

/// <summary>An operator pauses a kind of request with a sentence that everybody waiting sees. While it lasts no clock of such a request runs.</summary>
public sealed class Hold
{
    public const int SentenceLength = 300;

    /// <summary>The target of a hold on step 8, which is no request to a contact.</summary>
    public const string ClusterAccess = "cluster-access";

    /// <summary>Ledger kinds, on the portal's chain.</summary>
    public const string StartedKind = "hold.started";
    public const string EndedKind = "hold.ended";

    private Hold()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    /// <summary>Name of the meeting or room, or <see cref="ClusterAccess"/>.</summary>
    public required string Target { get; init; }

    /// <summary>Shown to leads: "Capacity freeze until 1 December."</summary>
    public required string Sentence { get; init; }

    public required DateTime FromUtc { get; init; }

    /// <summary>When it ends by itself; null where an operator has to end it.</summary>
    public DateTime? UntilUtc { get; init; }

    /// <summary>When an operator ended it.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    public required string StartedByName { get; init; }

    public string EndedByName { get; private set; } = "";

    /// <summary>The end as known at <paramref name="now"/>; null while it lasts.</summary>
    public DateTime? EndAt(DateTime now) => EndedAtUtc ?? (UntilUtc <= now ? UntilUtc : null);

    public static Hold Start(string target, string sentence, DateTime? untilUtc, string by, DateTime now) =>
        new() { Target = target, Sentence = sentence, FromUtc = now, UntilUtc = untilUtc, StartedByName = by };

    internal void End(string by, DateTime now)
    {
        if (EndAt(now) is not null)
        {
            throw new RuleBrokenException("This pause has ended already. The list below is up to date.");
        }

        (EndedAtUtc, EndedByName) = (now, by);
    }

    /// <summary>Writes down the end of a pause that ended by its date.</summary>
    /// <returns>False where it still lasts.</returns>
    internal bool EndIfExpired(DateTime now)
    {
        EndedAtUtc ??= EndAt(now);
        return EndedAtUtc is not null;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<Hold>
    {
        public void Configure(EntityTypeBuilder<Hold> builder)
        {
            builder.ToTable("Holds");
            builder.Property(hold => hold.Id).ValueGeneratedNever();
            builder.Property(hold => hold.Target).HasMaxLength(60);
            builder.Property(hold => hold.Sentence).HasMaxLength(SentenceLength);
            builder.Property(hold => hold.StartedByName).HasMaxLength(200);
            builder.Property(hold => hold.EndedByName).HasMaxLength(200);
            builder.Property(hold => hold.EndedAtUtc).IsConcurrencyToken();
            builder.HasIndex(hold => new { hold.Target, hold.FromUtc });

            // Of two operators who pause the same at the same moment, one sees the other's pause.
            builder.HasIndex(hold => hold.Target).IsUnique().HasFilter("\"EndedAtUtc\" IS NULL");
            builder.HasIndex(hold => hold.FromUtc);
        }
    }
}

/// <param name="UntilUtc">When it ends by itself; null where an operator has to end it.</param>
public sealed record HoldFact(string Target, string Sentence, DateTime SinceUtc, DateTime? UntilUtc = null)
{
    public bool IsActive(DateTime now) => SinceUtc <= now && !(UntilUtc <= now);
}

public static class HoldSets
{
    private static readonly Prepared<Func<PortalDbContext, DateTime, IAsyncEnumerable<HoldFact>>> Lasting = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, DateTime now) => db.Set<Hold>().AsNoTracking()
            .Where(hold => hold.EndedAtUtc == null && (hold.UntilUtc == null || hold.UntilUtc > now)).OrderBy(hold => hold.FromUtc)
            .Select(hold => new HoldFact(hold.Target, hold.Sentence, hold.FromUtc, hold.UntilUtc))));

    extension(PortalDbContext db)
    {
        public DbSet<Hold> Holds => db.Set<Hold>();

        /// <summary>The holds that nobody has ended and whose end is not past.</summary>
        public Task<List<HoldFact>> HoldFactsAsync(DateTime now, CancellationToken cancel) => Lasting.For(db)(db, now).ToListAsync(cancel).AsTask();
    }
}
