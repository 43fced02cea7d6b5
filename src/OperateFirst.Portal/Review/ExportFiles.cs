using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using CsvHelper;

namespace OperateFirst.Portal.Review;

/// <summary>Writes exported rows as they come, never all of them at once.</summary>
public static partial class ExportFiles
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    private static readonly CsvWriterOptions Csv = CsvWriterOptions.Default with { WriteByteOrderMark = true };

    // The wide, the small and the mathematical forms are formulas too where people type them.
    private static readonly SearchValues<char> Beginnings = SearchValues.Create("=+-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212");

    private static readonly string[] Columns =
    [
        "project", "name", "leads", "closed", "agreement", "standing", "version", "accepted_at", "accepted_by", "withdrawn_at", "accept_by", "text_sha256", "ledger_hash",
    ];

    /// <summary>An array of objects, with the texts exactly as they are stored.</summary>
    public static Task WriteJsonAsync(IAsyncEnumerable<ExportRow> rows, Stream to, CancellationToken cancel) => JsonSerializer.SerializeAsync(to, rows, Json, cancel);

    /// <summary>RFC 4180 in UTF-8, with the byte order mark by which spreadsheets know it.</summary>
    public static async Task WriteCsvAsync(IAsyncEnumerable<ExportRow> rows, Stream to, CancellationToken cancel)
    {
        await using var csv = CsvWriter.Create(to, Csv, leaveOpen: true);
        await WriteLineAsync(csv, Columns, cancel);
        await foreach (var row in rows.WithCancellation(cancel))
        {
            await WriteLineAsync(csv, Cells(row), cancel);
        }
    }

    /// <summary>
    /// A text that a spreadsheet does not take for a formula: such a one gets an apostrophe before it. Also where a cell would begin in the middle
    /// of it, for a spreadsheet that parts by semicolons or tabs, or knows no quotes.
    /// </summary>
    internal static string Harmless(string text)
    {
        var guarded = text.AsSpan().IndexOfAny(Beginnings) < 0 ? text : Formula().Replace(text, "$1'");
        return guarded.Length > 0 && guarded[0] is '\t' or '\r' or '\n' ? $"'{guarded}" : guarded;
    }

    private static Task WriteLineAsync(CsvWriter csv, IEnumerable<string?> cells, CancellationToken cancel)
    {
        foreach (var cell in cells)
        {
            var text = Harmless(cell ?? "");
            csv.WriteField(text, text.StartsWith('\'') ? CsvQuoting.Always : CsvQuoting.WhenNeededOrWhitespace);
        }

        return csv.EndRecordAsync(cancel).AsTask();
    }

    private static IEnumerable<string?> Cells(ExportRow row) =>
    [
        row.Project, row.Name, row.Leads, row.Closed ? "yes" : "no", row.Agreement, row.Standing, row.Version?.ToString(CultureInfo.InvariantCulture),
        Written(row.AcceptedAt), row.AcceptedBy, Written(row.WithdrawnAt), Written(row.AcceptBy), row.TextSha256, row.LedgerHash,
    ];

    private static string? Written(DateTime? utc) => utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(^|[;\t\r\n])(?=(?:[^\S\t\r\n]|[""'\p{Cf}]|(?![\t\r\n])\p{Cc})*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212])", RegexOptions.CultureInvariant)]
    private static partial Regex Formula();
}
