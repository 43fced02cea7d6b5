using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Ledger;

/// <summary>
/// The end of a chain as the portal told it to everybody. Once published it stays listed: whoever kept the list can show a
/// change of anything before it.
/// </summary>
public sealed class PublishedHead
{
    private PublishedHead()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    public required string Chain { get; init; }

    /// <summary>The chain's public name: it says nothing about whose it is.</summary>
    public required string OpaqueChain { get; init; }

    public required long Sequence { get; init; }

    /// <summary>Lower-case hex.</summary>
    public required string Hash { get; init; }

    public required DateTime PublishedAtUtc { get; init; }

    /// <summary>Lower-case hex SHA-256 of a fixed word and the chain's id.</summary>
    public static string OpaqueOf(string chain) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"operate-first-portal:chain:{chain}")));

    internal static PublishedHead Of(LedgerChain chain, DateTime now) => new()
    {
        Chain = chain.Chain,
        OpaqueChain = OpaqueOf(chain.Chain),
        Sequence = chain.Sequence,
        Hash = chain.Hash,
        PublishedAtUtc = now,
    };

    internal sealed class Configuration : IEntityTypeConfiguration<PublishedHead>
    {
        public void Configure(EntityTypeBuilder<PublishedHead> builder)
        {
            builder.ToTable("PublishedHeads");
            builder.IsAppendOnly();
            builder.Property(head => head.Id).ValueGeneratedNever();
            builder.Property(head => head.Chain).HasMaxLength(32);
            builder.Property(head => head.OpaqueChain).HasMaxLength(64);
            builder.Property(head => head.Hash).HasMaxLength(64);
            builder.HasIndex(head => new { head.OpaqueChain, head.Sequence }).IsUnique();
            builder.HasIndex(head => new { head.Chain, head.Sequence });
        }
    }
}
