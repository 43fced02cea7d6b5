using System.CommandLine;
using System.Text.Json;
using OperateFirst.Portal.Agreements;

namespace OperateFirst.Portal.Commands;

/// <summary><c>verify-receipt FILE</c>: says whether a receipt is true, with nothing but the file and a public list of heads. It needs no database.</summary>
internal static class VerifyReceipt
{
    public static Command Command(Func<IServiceProvider> build)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The receipt, as it was downloaded." };
        var heads = new Option<string?>("--heads") { Description = "The public list of heads: a file or an address. Without it, the list of the portal that the receipt names." };
        var command = new Command("verify-receipt", "Checks a receipt. Exit code 0: it is true; 1: it is not.") { file, heads };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(heads), cancel));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file, string? heads, CancellationToken cancel)
    {
        try
        {
            var text = await ReadAsync(file, cancel);
            var verdict = await ReceiptVerifier.VerifyAsync(text, head => IsListedAsync(heads ?? AddressIn(text), head, cancel));
            foreach (var finding in verdict.Findings)
            {
                Console.WriteLine(finding.Holds ? $"[true]  {finding.What}" : $"[false] {finding.Why}");
            }

            if (verdict.Receipt is { } named && heads is null)
            {
                Console.WriteLine($"The heads are those of {named.Portal}, which the receipt itself names: it is true only if you trust that address. Give --heads to use a list of your own.");
            }

            Console.WriteLine(verdict.Receipt is { } receipt && verdict.IsTrue
                ? $"The receipt is true: {receipt.AcceptedBy} accepted the {receipt.Title}, version {receipt.Version}, for {receipt.Project} at {receipt.AcceptedAt}."
                : "The receipt is not true.");
            return verdict.IsTrue ? Verbs.Good : Verbs.Bad;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or HttpRequestException or JsonException or UriFormatException or InvalidOperationException or KeyNotFoundException or FormatException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"It could not be checked. {cause.Message}");
            return Verbs.Impossible;
        }
    }

    private static async Task<string> ReadAsync(FileInfo file, CancellationToken cancel)
    {
        // Four bytes a character at most: what is larger is refused without reading it.
        if (file.Exists && file.Length > 4L * ReceiptVerifier.MostCharacters)
        {
            throw new IOException($"{file.Name} is larger than any receipt.");
        }

        return await File.ReadAllTextAsync(file.FullName, cancel);
    }

    private static string AddressIn(string text) => $"{Receipt.Read(text).Portal.TrimEnd('/')}/ledger/heads.json";

    private static async Task<bool> IsListedAsync(string heads, ReceiptHead head, CancellationToken cancel)
    {
        using var http = new HttpClient();
        await using var list = heads.StartsWith("http://", StringComparison.Ordinal) || heads.StartsWith("https://", StringComparison.Ordinal)
            ? await http.GetStreamAsync(new Uri(heads), cancel)
            : File.OpenRead(heads);
        using var parsed = await JsonDocument.ParseAsync(list, cancellationToken: cancel);
        return parsed.RootElement.GetProperty("heads").EnumerateArray().Any(listed =>
            listed.GetProperty("chain").GetString() == head.Chain &&
            listed.GetProperty("sequence").GetInt64() == head.Sequence &&
            listed.GetProperty("hash").GetString() == head.Hash);
    }
}
