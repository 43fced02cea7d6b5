using System.Text;

namespace OperateFirst.Portal.Mail;

/// <summary>Text without line ends, control characters or marks that turn the reading direction.</summary>
internal static class OneLine
{
    /// <summary>Also without a beginning of what RFC 2047 makes letters of: readers would decode what somebody typed as if the portal had encoded it.</summary>
    public static string InHeader(string text) => Of(text).Replace("=?", "= ?", StringComparison.Ordinal);

    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            line.Append(IsPlain(c) ? c : ' ');
        }

        return string.Join(' ', line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsPlain(char c) =>
        !char.IsControl(c) && c is not ((>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}
