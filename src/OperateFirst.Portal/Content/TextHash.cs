using System.Security.Cryptography;
using System.Text;

namespace OperateFirst.Portal.Content;

/// <summary>The fingerprint of a text: the same whatever editor or operating system wrote it.</summary>
public static class TextHash
{
    /// <returns>Lower-case hex SHA-256 of the normalised text in UTF-8.</returns>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalised(text))));

    /// <summary>Without a byte order mark, line ends as LF.</summary>
    public static string Normalised(string text) => text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);
}
