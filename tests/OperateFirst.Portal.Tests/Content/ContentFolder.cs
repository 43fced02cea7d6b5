using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Tests.Content;

/// <summary>A copy of the shipped content files, to be spoilt by a test.</summary>
public sealed class ContentFolder : IDisposable
{
    public static readonly PortalContent Shipped = ContentLoader.Load(ContentOptions.ShippedFolder);

    public ContentFolder()
    {
        foreach (var file in Directory.EnumerateFiles(ContentOptions.ShippedFolder, "*", SearchOption.AllDirectories))
        {
            var copy = PathOf(System.IO.Path.GetRelativePath(ContentOptions.ShippedFolder, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("portal-content-").FullName;

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    public void Replace(string file, string old, string with)
    {
        var text = Read(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        Write(file, text.Replace(old, with, StringComparison.Ordinal));
    }

    /// <summary>The line, from 1, on which <paramref name="text"/> first stands.</summary>
    public int LineOf(string file, string text)
    {
        var before = Read(file).IndexOf(text, StringComparison.Ordinal);
        Assert.True(before >= 0, $"'{text}' is not in {file}.");
        return 1 + Read(file)[..before].Count(letter => letter == '\n');
    }

    public PortalContent Load() => ContentLoader.Load(Path);

    public ContentException Refused() => Assert.Throws<ContentException>(Load);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
