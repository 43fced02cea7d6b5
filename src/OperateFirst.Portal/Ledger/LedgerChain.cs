using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OperateFirst.Portal.Ledger;

/// <summary>Where a chain stands: its last entry. A chain that lost its end, or vanished, does not fit its row.</summary>
public sealed class LedgerChain
{
    private LedgerChain()
    {
    }

    public required string Chain { get; init; }

    public long Sequence { get; private set; }

    /// <summary>Of the last entry, lower-case hex.</summary>
    public string Hash { get; private set; } = LedgerEntry.NoHash;

    /// <summary>When the first entry came that no published head covers; null where the last head is published.</summary>
    public DateTime? UnpublishedSinceUtc { get; private set; }

    internal static LedgerChain Begin(string chain) => new() { Chain = chain };

    internal void Append(LedgerEntry entry)
    {
        entry.SealAfter(Sequence, Hash);
        (Sequence, Hash) = (entry.Sequence, entry.Hash);
        UnpublishedSinceUtc ??= entry.AtUtc;
    }

    internal PublishedHead Publish(DateTime now)
    {
        UnpublishedSinceUtc = null;
        return PublishedHead.Of(this, now);
    }

    internal sealed class Configuration : IEntityTypeConfiguration<LedgerChain>
    {
        public void Configure(EntityTypeBuilder<LedgerChain> builder)
        {
            builder.ToTable("LedgerChains");
            builder.HasKey(chain => chain.Chain);
            builder.Property(chain => chain.Chain).HasMaxLength(32);
            builder.Property(chain => chain.Hash).HasMaxLength(64);
            builder.Property(chain => chain.Sequence).IsConcurrencyToken();
            builder.HasIndex(chain => new { chain.UnpublishedSinceUtc, chain.Sequence });
        }
    }
}
