using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Agreements;

/// <summary>
/// The proof of one acceptance as a file. With it and the public list of heads anybody can check what was accepted, by whom and
/// when, trusting nobody. It holds nothing of another project, and no e-mail address.
/// </summary>
public sealed record Receipt
{
    public const string FormatName = "operate-first-portal/receipt/1";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    };

    public required string Format { get; init; }

    /// <summary>Address of the portal that gave it; its heads are at <c>/ledger/heads.json</c>.</summary>
    public required string Portal { get; init; }

    public required string Project { get; init; }
    public required string Agreement { get; init; }
    public required string Title { get; init; }
    public required int Version { get; init; }
    public required string AcceptedBy { get; init; }

    /// <summary>UTC, as the entry has it.</summary>
    public required string AcceptedAt { get; init; }

    /// <summary>The whole text that was accepted, and its lower-case hex SHA-256 in UTF-8.</summary>
    public required string Text { get; init; }
    public required string Sha256 { get; init; }
    public required ReceiptEntry Entry { get; init; }

    /// <summary>Body hashes of the entries that follow, up to the head: nothing else is told of them.</summary>
    public required IReadOnlyList<string> After { get; init; }
    public required ReceiptHead Head { get; init; }

    public string Write() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <exception cref="JsonException">It is no JSON of this form.</exception>
    public static Receipt Read(string json) => JsonSerializer.Deserialize<Receipt>(json, Json) ?? throw new JsonException("It is empty.");
}

/// <summary>The ledger entry that tells of the acceptance. Hashes are lower-case hex.</summary>
/// <param name="Body">Canonical JSON, as text.</param>
public sealed record ReceiptEntry(
    string Chain, long Sequence, string At, string? Actor, string Kind, string Body, string PreviousHash, string BodyHash, string Hash);

/// <param name="Chain">The chain's public name.</param>
public sealed record ReceiptHead(string Chain, long Sequence, string Hash);

/// <summary>Makes receipts. The same acceptance gives the same bytes until a newer head is published.</summary>
public sealed class ReceiptReader(PortalDbContext db, PortalAddress address)
{
    /// <returns>Null where no head covers the entry yet.</returns>
    public async Task<Receipt?> ReadAsync(Acceptance acceptance, AgreementVersion version, LedgerEntry entry, CancellationToken cancel)
    {
        var head = await db.PublishedHeads.AsNoTracking()
            .Where(candidate => candidate.Chain == entry.Chain && candidate.Sequence >= entry.Sequence)
            .OrderByDescending(candidate => candidate.Sequence).FirstOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var after = await db.LedgerEntries.AsNoTracking()
            .Where(later => later.Chain == entry.Chain && later.Sequence > entry.Sequence && later.Sequence <= head.Sequence)
            .OrderBy(later => later.Sequence).Select(later => later.BodyHash).ToListAsync(cancel);
        var body = JsonDocument.Parse(entry.Body).RootElement;
        return new Receipt
        {
            Format = Receipt.FormatName,
            Portal = address.Of(""),
            Project = body.GetProperty("project").GetString() ?? "",
            Agreement = version.Agreement,
            Title = version.Title,
            Version = version.Number,
            AcceptedBy = acceptance.AccountName,
            AcceptedAt = LedgerEntry.Written(entry.AtUtc),
            Text = version.Text,
            Sha256 = version.Sha256,
            Entry = new ReceiptEntry(
                entry.Chain, entry.Sequence, LedgerEntry.Written(entry.AtUtc), entry.ActorId?.ToString("N"), entry.Kind, entry.Body,
                entry.PreviousHash, entry.BodyHash, entry.Hash),
            After = after,
            Head = new ReceiptHead(head.OpaqueChain, head.Sequence, head.Hash),
        };
    }
}
