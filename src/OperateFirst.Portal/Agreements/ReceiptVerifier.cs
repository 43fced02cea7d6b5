using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Agreements;

/// <param name="What">What was checked, in a sentence that is true where it holds.</param>
/// <param name="Why">Why it does not hold; empty where it does.</param>
public sealed record ReceiptFinding(string What, string Why)
{
    public bool Holds => Why.Length == 0;
}

/// <param name="Receipt">Null where the file is no receipt.</param>
public sealed record ReceiptVerdict(Receipt? Receipt, IReadOnlyList<ReceiptFinding> Findings)
{
    public bool IsTrue => Receipt is not null && Findings.All(finding => finding.Holds);

    /// <summary>The first thing that does not hold; empty where all does.</summary>
    public string Why => Findings.FirstOrDefault(finding => !finding.Holds)?.Why ?? "";
}

/// <summary>Says whether a receipt is true, with nothing but the file and the public list of heads.</summary>
public static class ReceiptVerifier
{
    /// <summary>In UTF-16 code units. A receipt is some kilobytes.</summary>
    public const int MostCharacters = 1_000_000;

    /// <param name="file">What somebody says is a receipt; anything may be in it.</param>
    /// <param name="isListed">Whether the public list has this head.</param>
    public static async Task<ReceiptVerdict> VerifyAsync(string file, Func<ReceiptHead, Task<bool>> isListed)
    {
        Receipt receipt;
        try
        {
            receipt = file.Length <= MostCharacters ? Receipt.Read(file) : throw new JsonException("It is larger than any receipt.");
        }
        catch (JsonException cause)
        {
            return new ReceiptVerdict(null, [new("The file is a receipt of this portal.", $"The file is no receipt, or was cut or changed: {WhereOf(cause)}")]);
        }

        if (receipt.Format != Receipt.FormatName)
        {
            return new ReceiptVerdict(null, [new("The file is a receipt of this portal.", $"The file says that its format is “{receipt.Format}”; this portal knows “{Receipt.FormatName}”.")]);
        }

        return new ReceiptVerdict(receipt, [.. Findings(receipt), await ListedAsync(receipt.Head, isListed)]);
    }

    private static IEnumerable<ReceiptFinding> Findings(Receipt receipt)
    {
        var entry = receipt.Entry;
        yield return Finding(
            "The text has the fingerprint that the receipt names.",
            TextHash.Of(receipt.Text) == receipt.Sha256,
            "The text is not the one with this fingerprint: it was changed, or the fingerprint was.");
        yield return Finding("The ledger entry says the same as the receipt.", Says(receipt), "The ledger entry tells of another acceptance than the receipt does.");
        yield return Finding("The entry’s content has the hash that stands in it.", BodyHashOf(entry) == entry.BodyHash, "The entry’s content was changed: its hash does not fit.");
        yield return Finding(
            "The entry’s hash follows from its content and the entry before it.",
            IsHash(entry.PreviousHash) && IsHash(entry.BodyHash) && LedgerEntry.HashOf(entry.PreviousHash, entry.BodyHash) == entry.Hash,
            "The entry’s hash does not follow from its content and the entry before it.");
        yield return Finding(
            "The entries after it lead to the published head.", LeadsToHead(receipt), "The entries after it do not lead to the head that the receipt names.");
    }

    private static async Task<ReceiptFinding> ListedAsync(ReceiptHead head, Func<ReceiptHead, Task<bool>> isListed) => Finding(
        "The head is in the public list.", IsHash(head.Chain) && IsHash(head.Hash) && await isListed(head), "The public list of heads does not have this head.");

    private static ReceiptFinding Finding(string what, bool holds, string why) => new(what, holds ? "" : why);

    private static bool Says(Receipt receipt)
    {
        try
        {
            using var body = JsonDocument.Parse(receipt.Entry.Body);
            return receipt.Entry.Kind == AgreementEvents.Accepted && receipt.Entry.At == receipt.AcceptedAt &&
                Text("by") == receipt.AcceptedBy && Text("project") == receipt.Project && Text("agreement") == receipt.Agreement &&
                Text("title") == receipt.Title && Text("sha256") == receipt.Sha256 &&
                body.RootElement.TryGetProperty("version", out var version) && version.TryGetInt32(out var number) && number == receipt.Version;

            string? Text(string name) => body.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string? BodyHashOf(ReceiptEntry entry)
    {
        try
        {
            // Another spelling of the same content is not what the ledger has.
            if (CanonicalJson.Write(JsonNode.Parse(entry.Body)) != entry.Body)
            {
                return null;
            }

            var document = LedgerEntry.DocumentOf(entry.Chain, entry.Sequence, entry.At, entry.Actor, entry.Kind, entry.Body);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
        }
        catch (Exception cause) when (cause is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool LeadsToHead(Receipt receipt)
    {
        var (entry, head) = (receipt.Entry, receipt.Head);
        if (PublishedHead.OpaqueOf(entry.Chain) != head.Chain || entry.Sequence + receipt.After.Count != head.Sequence ||
            !IsHash(entry.Hash) || !receipt.After.All(IsHash))
        {
            return false;
        }

        return receipt.After.Aggregate(entry.Hash, LedgerEntry.HashOf) == head.Hash;
    }

    private static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    private static string WhereOf(JsonException cause) => cause switch
    {
        { LineNumber: { } line, Path: { Length: > 0 } path } => $"see line {line + 1}, at {path}.",
        { LineNumber: { } line } => $"see line {line + 1}.",
        _ => cause.Message,
    };
}
