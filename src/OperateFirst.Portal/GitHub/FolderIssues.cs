using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>Issues as Markdown files in the delivery folder: <c>issue-0012.md</c>, and a file for each comment.</summary>
public sealed class FolderIssues(DeliveryFolder folder, IOptions<GitHubOptions> options, TimeProvider time) : IGitHubIssues
{
    public async Task<TrackedIssue?> FindAsync(string marker, DateTime sinceUtc, CancellationToken cancel)
    {
        foreach (var number in Numbers().Reverse())
        {
            var file = await ReadAsync(number, cancel);
            if (file.OpenedAtUtc < sinceUtc)
            {
                return null;
            }

            if (file.Body.Contains(marker, StringComparison.Ordinal))
            {
                return Of(file);
            }
        }

        return null;
    }

    public async Task<TrackedIssue> CreateAsync(string title, string body, CancellationToken cancel)
    {
        // Another process may take the same number at the same moment: one of the two gets the name, the other the next.
        for (var number = Numbers().LastOrDefault() + 1; ; number++)
        {
            var file = new IssueFile(number, title, true, options.Value.Labels, time.UtcNow(), body);
            if (await folder.TryCreateAsync(NameOf(number), Encoding.UTF8.GetBytes(file.Write()), cancel))
            {
                return Of(file);
            }
        }
    }

    public async Task<IssueLook> LookAsync(int number, CancellationToken cancel) => new IssueLook.Found(Of(await ReadAsync(number, cancel)));

    public async Task UpdateAsync(int number, string body, bool close, CancellationToken cancel)
    {
        var file = await ReadAsync(number, cancel);
        file = file with { Body = body, IsOpen = file.IsOpen && !close };
        await folder.WriteAsync(NameOf(number), Encoding.UTF8.GetBytes(file.Write()), cancel);
    }

    public async Task<IssueRemark?> FindCommentAsync(int number, string marker, DateTime sinceUtc, CancellationToken cancel)
    {
        foreach (var name in folder.NamesOf(CommentPrefix(number), ".md"))
        {
            if (await folder.ReadAsync(name, cancel) is { } text && text.Contains(marker, StringComparison.Ordinal))
            {
                return new IssueRemark(folder.UrlOf(name));
            }
        }

        return null;
    }

    public async Task<IssueRemark> CommentAsync(int number, string body, CancellationToken cancel)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{CommentPrefix(number)}{time.UtcNow():yyyyMMdd't'HHmmssfff'z'}-{Guid.NewGuid().ToString("N")[..8]}.md");
        await folder.WriteAsync(name, Encoding.UTF8.GetBytes(body), cancel);
        return new IssueRemark(folder.UrlOf(name));
    }

    private async Task<IssueFile> ReadAsync(int number, CancellationToken cancel) =>
        await folder.ReadAsync(NameOf(number), cancel) is { } text
            ? IssueFile.Read(text)
            : throw new FileNotFoundException($"The delivery folder has no file {NameOf(number)} any more.");

    private IEnumerable<int> Numbers() => folder.NamesOf("issue-", ".md")
        .Select(name => int.TryParse(name["issue-".Length..^".md".Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Where(number => number > 0)
        .Order();

    private TrackedIssue Of(IssueFile file) => new(file.Number, folder.UrlOf(NameOf(file.Number)), file.Body, file.IsOpen);

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"issue-{number:0000}.md");

    private static string CommentPrefix(int number) => string.Create(CultureInfo.InvariantCulture, $"issue-{number:0000}-comment-");
}

/// <summary>An issue as a file: a head between two lines of hyphens, and the body as it is.</summary>
internal sealed record IssueFile(int Number, string Title, bool IsOpen, IReadOnlyList<string> Labels, DateTime OpenedAtUtc, string Body)
{
    private const string EndOfHead = "\n---\n\n";
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public string Write() => string.Create(
        CultureInfo.InvariantCulture,
        $"---\nnumber: {Number}\ntitle: \"{Title.ReplaceLineEndings(" ").Replace('"', '\'')}\"\nstate: {(IsOpen ? "open" : "closed")}\nlabels: {string.Join(", ", Labels)}\nopened: {OpenedAtUtc.ToString(TimeForm, CultureInfo.InvariantCulture)}{EndOfHead}{Body}");

    public static IssueFile Read(string text)
    {
        var end = text.IndexOf(EndOfHead, StringComparison.Ordinal);
        var head = text[..Math.Max(end, 0)].Split('\n')
            .Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (end < 0 || !head.TryGetValue("number", out var number) || !head.TryGetValue("opened", out var opened))
        {
            throw new InvalidDataException("An issue's file in the delivery folder has lost its head.");
        }

        return new IssueFile(
            int.Parse(number, CultureInfo.InvariantCulture),
            head.GetValueOrDefault("title", "").Trim('"'),
            head.GetValueOrDefault("state") == "open",
            head.GetValueOrDefault("labels", "").Split(", ", StringSplitOptions.RemoveEmptyEntries),
            DateTime.ParseExact(opened, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
            text[(end + EndOfHead.Length)..]);
    }
}
