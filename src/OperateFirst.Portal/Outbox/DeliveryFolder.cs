using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Hosting;

namespace OperateFirst.Portal.Outbox;

/// <summary>The folder that stands in for GitHub and the mail server. Each file appears whole or not at all, whoever writes.</summary>
public sealed partial class DeliveryFolder(IOptions<DeliveriesOptions> options, IHostEnvironment environment, PortalAddress address)
{
    private const int FileExistsOnUnix = 17; // EEXIST
    private const int FileExistsOnWindows = unchecked((int)0x80070050); // ERROR_FILE_EXISTS

    private readonly string folder = Path.GetFullPath(Path.Combine(
        environment.ContentRootPath,
        options.Value.Folder.Length > 0 ? options.Value.Folder : Path.Combine("App_Data", "deliveries")));

    public string FullPath => folder;

    /// <summary>What it received, newest first.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<DeliveredFile> List(int most) => !Directory.Exists(folder)
        ? []
        : [.. new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => FileName().IsMatch(file.Name))
            .Select(file => new DeliveredFile(file.Name, KindOf(file.Name), file.LastWriteTimeUtc, file.Length))
            .OrderByDescending(file => file.AtUtc).ThenByDescending(file => file.Name, StringComparer.Ordinal)
            .Take(most)];

    /// <summary>Names that begin and end so, in order.</summary>
    public IReadOnlyList<string> NamesOf(string begin, string end) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, $"{begin}*{end}").Select(path => Path.GetFileName(path)).Where(name => FileName().IsMatch(name)).Order(StringComparer.Ordinal)];

    /// <returns>Null where there is no such file.</returns>
    public async Task<string?> ReadAsync(string name, CancellationToken cancel) =>
        FileName().IsMatch(name) && File.Exists(PathOf(name)) ? await File.ReadAllTextAsync(PathOf(name), cancel) : null;

    /// <summary>Writes the file, or writes it anew.</summary>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var draft = await WriteDraftAsync(content, cancel);
        File.Move(draft, PathOf(name), overwrite: true);
    }

    /// <returns>False where somebody else has taken the name, or is just taking it.</returns>
    public async Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        // Moving without overwriting looks first and moves then, so two could move at once. Creating a new file is one step.
        await using var turn = TryTakeTurn(name);
        if (turn is null || File.Exists(PathOf(name)))
        {
            return false;
        }

        await WriteAsync(name, content, cancel);
        return true;
    }

    /// <summary>Where people see the file. Empty outside Development, where no page shows it.</summary>
    public string UrlOf(string name) => environment.IsDevelopment() ? address.Of($"/deliveries/{name}") : "";

    private async Task<string> WriteDraftAsync(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $".{Guid.CreateVersion7():N}.draft");
        await using var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write);
        await file.WriteAsync(content, cancel);
        file.Flush(flushToDisk: true);
        return draft;
    }

    // A process that is killed in its turn leaves the turn behind: that number is left out, which harms nobody.
    private FileStream? TryTakeTurn(string name)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(Path.Combine(folder, $".{name}.turn"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException failure) when (failure.HResult is FileExistsOnUnix or FileExistsOnWindows)
        {
            return null;
        }
    }

    private string PathOf(string name) => FileName().IsMatch(name)
        ? Path.Combine(folder, name)
        : throw new ArgumentException($"“{name}” is no name of a delivered file.", nameof(name));

    private static string KindOf(string name) => name switch
    {
        _ when name.EndsWith(".eml", StringComparison.Ordinal) => "E-mail",
        _ when name.Contains("-comment-", StringComparison.Ordinal) => "Comment",
        _ => "Issue",
    };

    // No separators and no leading dot: a name leads to a file of this folder or to none.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,200}\.(md|eml)\z")]
    private static partial Regex FileName();
}

/// <param name="Kind">In words: "E-mail", "Issue", "Comment".</param>
/// <param name="AtUtc">When it was last written.</param>
/// <param name="Length">Bytes.</param>
public sealed record DeliveredFile(string Name, string Kind, DateTime AtUtc, long Length);
