using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Agreements;

/// <summary>A person accepted a version of an agreement for a project. Never changed, never deleted.</summary>
public sealed class Acceptance
{
    private Acceptance()
    {
    }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public required Guid ProjectId { get; init; }

    public required string Agreement { get; init; }

    public required int Number { get; init; }

    /// <summary>Of the text that was shown and accepted.</summary>
    public required string TextSha256 { get; init; }

    public required Guid AccountId { get; init; }

    public required string AccountName { get; init; }

    public required DateTime AtUtc { get; init; }

    /// <summary>How many withdrawals of this agreement the project had made before: an acceptance counts until the withdrawal of its round.</summary>
    public int Round { get; private init; }

    /// <summary>The entry that tells of it; its hash is the proof.</summary>
    public Guid LedgerEntryId { get; private set; }

    internal static Acceptance Of(Guid projectId, AgreementVersion version, Guid accountId, string accountName, int round, DateTime now) => new()
    {
        ProjectId = projectId,
        Agreement = version.Agreement,
        Number = version.Number,
        TextSha256 = version.Sha256,
        AccountId = accountId,
        AccountName = accountName,
        AtUtc = now,
        Round = round,
    };

    internal void ToldBy(Guid ledgerEntryId) => LedgerEntryId = ledgerEntryId;

    internal sealed class Configuration : IEntityTypeConfiguration<Acceptance>
    {
        public void Configure(EntityTypeBuilder<Acceptance> builder)
        {
            builder.ToTable("Acceptances");
            builder.IsAppendOnly();
            builder.Property(acceptance => acceptance.Id).ValueGeneratedNever();
            builder.Property(acceptance => acceptance.Agreement).HasMaxLength(40);
            builder.Property(acceptance => acceptance.TextSha256).HasMaxLength(64);
            builder.Property(acceptance => acceptance.AccountName).HasMaxLength(200);

            // A form that is sent twice finds the first one's row here, also across processes.
            builder.HasIndex(acceptance => new { acceptance.ProjectId, acceptance.Agreement, acceptance.Number, acceptance.Round }).IsUnique();
            builder.HasOne<AgreementVersion>().WithMany().HasForeignKey(acceptance => new { acceptance.Agreement, acceptance.Number })
                .OnDelete(DeleteBehavior.Restrict);
        }
    }
}

public static class AgreementSets
{
    private static readonly Prepared<Func<PortalDbContext, string, CancellationToken, Task<AgreementVersion?>>> Current = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, string agreement, CancellationToken cancel) => db.Set<AgreementVersion>().AsNoTracking()
            .Where(version => version.Agreement == agreement).OrderByDescending(version => version.Number).FirstOrDefault()));

    extension(PortalDbContext db)
    {
        public DbSet<AgreementVersion> AgreementVersions => db.Set<AgreementVersion>();

        public DbSet<Acceptance> Acceptances => db.Set<Acceptance>();

        public DbSet<TextAnnouncement> TextAnnouncements => db.Set<TextAnnouncement>();

        public DbSet<AcceptanceWithdrawal> AcceptanceWithdrawals => db.Set<AcceptanceWithdrawal>();

        /// <summary>The newest published text of each agreement, in the order they are accepted in: telemetry, then commitment.</summary>
        public async Task<List<AgreementVersion>> CurrentAgreementsAsync(CancellationToken cancel)
        {
            var published = await db.AgreementVersions.AsNoTracking().ToListAsync(cancel);
            return [.. published.GroupBy(version => version.Agreement)
                .Select(versions => versions.MaxBy(version => version.Number))
                .OfType<AgreementVersion>()
                .OrderBy(version => version.Agreement == AgreementNames.Telemetry ? 0 : 1)];
        }

        public Task<AgreementVersion?> CurrentAgreementAsync(string agreement, CancellationToken cancel) => Current.For(db)(db, agreement, cancel);
    }
}

public static class AgreementNames
{
    public const string Telemetry = "telemetry";
    public const string Commitment = "commitment";
}
