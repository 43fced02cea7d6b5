using System.Text;
using System.Text.RegularExpressions;

namespace OperateFirst.Portal.Content;

/// <summary>One file of the content folder: its name as messages give it, and its text with line ends as LF.</summary>
internal sealed record ContentFile(string Name, string Text)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ContentFile Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ContentException(new(name, 1), $"the file is missing. It is looked for at {path}; the setting Content:Folder names the folder.", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ContentException(new(name, 1), $"the file cannot be read: {cause.Message}", cause);
        }

        return new ContentFile(name, Decoded(name, bytes));
    }

    public ContentException Wrong(int line, string problem) => new(new(Name, line), problem);

    /// <summary>A word that stands in addresses and stored rows; <paramref name="line"/> is where it was written.</summary>
    public string CheckedName(string value, string what, int line) =>
        value.Length <= 63 && Regex.IsMatch(value, "^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)
            ? value
            : throw Wrong(line, $"{what} '{value}' is not a name: use lower-case letters, digits and single hyphens, at most 63.");

    private static string Decoded(string name, byte[] bytes)
    {
        try
        {
            return TextHash.Normalised(Strict.GetString(bytes));
        }
        catch (DecoderFallbackException cause)
        {
            var line = 1 + bytes.AsSpan(0, Math.Clamp(cause.Index, 0, bytes.Length)).Count((byte)'\n');
            throw new ContentException(new(name, line), "the file is not UTF-8 text. Save it as UTF-8.", cause);
        }
    }
}
