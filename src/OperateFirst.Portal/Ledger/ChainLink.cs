using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OperateFirst.Portal.Ledger;

/// <summary>
/// Checks entry after entry of the ordered ledger against the one before. It writes an entry's document as <see cref="LedgerEntry.Document"/>
/// does, but straight into bytes: a million entries are a few seconds.
/// </summary>
internal sealed class ChainLink : IDisposable
{
    private const int HashLength = 32;

    private readonly byte[] previous = new byte[HashLength];
    private readonly byte[] both = new byte[2 * HashLength];
    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> document = new(1024);

    public string Chain { get; private set; } = "";

    public long Sequence { get; private set; }

    /// <summary>True where the entry is the first of its chain.</summary>
    public bool IsFirst => Sequence == 1;

    /// <param name="row">Chain, sequence, time, actor, kind, body, previous hash, body hash, hash.</param>
    /// <returns>What is wrong with the entry, in a sentence; null where nothing is.</returns>
    public string? Follow(DbDataReader row)
    {
        var chain = row.GetString(0);
        var sequence = row.GetInt64(1);
        var expected = Sequence + 1;
        if (!chain.Equals(Chain, StringComparison.Ordinal))
        {
            (Chain, expected) = (chain, 1);
            Array.Clear(previous);
        }

        Sequence = sequence;
        if (sequence != expected)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The entry with the number {expected} is missing: this one has the number {sequence}.");
        }

        if (!IsHex(row.GetString(6), previous))
        {
            return "It does not follow the entry before it: the previous hash is another one.";
        }

        try
        {
            Write(row, chain, sequence);
        }
        catch (Exception cause) when (cause is FormatException or InvalidCastException or OverflowException)
        {
            return "Its content was changed: the time or the actor cannot be read.";
        }

        sha.AppendData(document.WrittenSpan);
        sha.GetHashAndReset(both.AsSpan(HashLength));
        if (!IsHex(row.GetString(7), both.AsSpan(HashLength)))
        {
            return "Its content was changed: the hash of the body does not fit.";
        }

        previous.CopyTo(both, 0);
        sha.AppendData(both);
        sha.GetHashAndReset(previous);
        return IsHex(row.GetString(8), previous) ? null : "Its hash does not fit its content and the entry before it.";
    }

    public void Dispose() => sha.Dispose();

    // The keys in their canonical order; a stored body is canonical itself.
    private void Write(DbDataReader row, string chain, long sequence)
    {
        document.ResetWrittenCount();
        if (row.IsDBNull(3))
        {
            document.Write("{\"actor\":null"u8);
        }
        else
        {
            document.Write("{\"actor\":\""u8);
            row.GetGuid(3).TryFormat(document.GetSpan(HashLength), out var length, "N");
            document.Advance(length);
            document.Write("\""u8);
        }

        document.Write(",\"at\":\""u8);
        row.GetDateTime(2).TryFormat(document.GetSpan(24), out var timeLength, LedgerEntry.TimeForm, CultureInfo.InvariantCulture);
        document.Advance(timeLength);
        document.Write("\",\"body\":"u8);
        Encoding.UTF8.GetBytes(row.GetString(5), document);
        document.Write(",\"chain\":\""u8);
        Encoding.UTF8.GetBytes(chain, document);
        document.Write("\",\"kind\":\""u8);
        Encoding.UTF8.GetBytes(row.GetString(4), document);
        document.Write("\",\"sequence\":"u8);
        sequence.TryFormat(document.GetSpan(20), out var digits, provider: CultureInfo.InvariantCulture);
        document.Advance(digits);
        document.Write("}"u8);
    }

    private static bool IsHex(string stored, ReadOnlySpan<byte> hash)
    {
        Span<char> hex = stackalloc char[2 * HashLength];
        return Convert.TryToHexStringLower(hash, hex, out _) && stored.AsSpan().SequenceEqual(hex);
    }
}
