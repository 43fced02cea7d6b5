using System.Diagnostics;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Architecture;

/// <param name="Path">Relative to the clone, with slashes.</param>
internal sealed record RepositoryFile(string Path)
{
    public string FullPath => RepositoryFolder.Combine(Path.Split('/'));
}

/// <summary>The files that are, or are about to be, in the repository; outside of git all but what builds make.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Made = ["bin", "obj", "node_modules", "TestResults", "App_Data", ".git"];

    public static IReadOnlyList<RepositoryFile> All { get; } =
        [.. (FromGit() ?? FromDisk()).Select(path => new RepositoryFile(path)).Where(file => File.Exists(file.FullPath))];

    public static IEnumerable<RepositoryFile> Under(params string[] folders) =>
        All.Where(file => folders.Any(folder => file.Path.StartsWith($"{folder}/", StringComparison.Ordinal)));

    private static string[]? FromGit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = RepositoryFolder.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            var files = git?.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git?.WaitForExit();
            return git?.ExitCode == 0 && files?.Length > 0 ? files : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> FromDisk() =>
        Directory.EnumerateFiles(RepositoryFolder.Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryFolder.Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(Made).Any());
}
