using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Ledger;

/// <summary>One thing that happened. Its hash covers its content and the hash of the entry before it in the same chain.</summary>
public sealed class LedgerEntry
{
    internal const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>What the first entry of a chain has before it.</summary>
    public static readonly string NoHash = new('0', 64);

    private LedgerEntry()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    /// <summary>One chain a project (its id without hyphens), and <see cref="PortalLedger.PortalChain"/>.</summary>
    public required string Chain { get; init; }

    /// <summary>1 for the first entry of a chain; 0 until the entry is sealed.</summary>
    public long Sequence { get; private set; }

    public required DateTime AtUtc { get; init; }

    /// <summary>The account that did it; null where the portal did.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>A stable written name such as <c>agreement.accepted</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Canonical JSON without e-mail addresses.</summary>
    public required string Body { get; init; }

    /// <summary>Lower-case hex, as are <see cref="BodyHash"/> and <see cref="Hash"/>.</summary>
    public string PreviousHash { get; private set; } = "";

    /// <summary>SHA-256 of the canonical JSON of body, chain, sequence, time, actor and kind.</summary>
    public string BodyHash { get; private set; } = "";

    /// <summary>SHA-256 of the bytes of <see cref="PreviousHash"/> followed by those of <see cref="BodyHash"/>.</summary>
    public string Hash { get; private set; } = "";

    internal bool IsSealed => Sequence > 0;

    /// <summary>True from sealing until the reactions of the same save have seen it; never for an entry that was loaded.</summary>
    internal bool AwaitsReaction { get; set; }

    internal static LedgerEntry Of(string chain, DateTime atUtc, Guid? actorId, string kind, JsonObject body) =>
        new() { Chain = chain, AtUtc = atUtc, ActorId = actorId, Kind = kind, Body = CanonicalJson.Write(EmailMask.ApplyTo(body)) };

    internal void SealAfter(long previousSequence, string previousHash)
    {
        Sequence = previousSequence + 1;
        AwaitsReaction = true;
        PreviousHash = previousHash;
        BodyHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Document())));
        Hash = HashOf(PreviousHash, BodyHash);
    }

    /// <summary>The text whose hash is <see cref="BodyHash"/>.</summary>
    public string Document() => DocumentOf(Chain, Sequence, Written(AtUtc), ActorId?.ToString("N"), Kind, Body);

    /// <summary>A time as the document has it.</summary>
    public static string Written(DateTime atUtc) => atUtc.ToString(TimeForm, CultureInfo.InvariantCulture);

    /// <param name="at">As <see cref="Written"/> gives it.</param>
    /// <param name="body">JSON.</param>
    /// <exception cref="System.Text.Json.JsonException">The body is no JSON.</exception>
    public static string DocumentOf(string chain, long sequence, string at, string? actor, string kind, string body) => CanonicalJson.Write(new JsonObject
    {
        ["actor"] = actor,
        ["at"] = at,
        ["body"] = JsonNode.Parse(body),
        ["chain"] = chain,
        ["kind"] = kind,
        ["sequence"] = sequence,
    });

    /// <summary>The hash of an entry.</summary>
    /// <param name="previousHash">Lower-case hex, as is <paramref name="bodyHash"/>.</param>
    /// <exception cref="FormatException">One of them is no hex.</exception>
    public static string HashOf(string previousHash, string bodyHash) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(previousHash), .. Convert.FromHexString(bodyHash)]));

    internal sealed class Configuration : IEntityTypeConfiguration<LedgerEntry>
    {
        public void Configure(EntityTypeBuilder<LedgerEntry> builder)
        {
            builder.ToTable("LedgerEntries");
            builder.IsAppendOnly();
            builder.Property(entry => entry.Id).ValueGeneratedNever();

            // Two writers at the head of one chain collide here instead of forking it.
            builder.HasIndex(entry => new { entry.Chain, entry.Sequence }).IsUnique();
            builder.Ignore(entry => entry.AwaitsReaction);
            builder.Property(entry => entry.Chain).HasMaxLength(32);
            builder.Property(entry => entry.Kind).HasMaxLength(60);
            builder.Property(entry => entry.PreviousHash).HasMaxLength(64);
            builder.Property(entry => entry.BodyHash).HasMaxLength(64);
            builder.Property(entry => entry.Hash).HasMaxLength(64);
        }
    }
}
