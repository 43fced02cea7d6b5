using System.Text;

namespace OperateFirst.Portal.Mail;

/// <summary>Text for a header: without line ends, control characters or marks that turn the reading direction.</summary>
internal static class OneLine
{
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
