using System.Text;

namespace OperateFirst.Portal.Meetings;

/// <summary>
/// Folds content lines (RFC 5545, 3.1) between characters. Ical.Net counts in UTF-16 and cuts an emoji that lies across the end of a line into
/// two halves, which no reader puts together again.
/// </summary>
internal static class LineFolding
{
    private const int MostBytes = 75;
    private const string Fold = "\r\n ";

    /// <param name="calendar">As Ical.Net writes it, with its own folds.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Apply(string calendar)
    {
        var folded = new StringBuilder(calendar.Length);
        var bytes = 0;
        foreach (var rune in calendar.Replace(Fold, "", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '\r' or '\n')
            {
                bytes = -rune.Utf8SequenceLength;
            }
            else if (bytes + rune.Utf8SequenceLength > MostBytes)
            {
                folded.Append(Fold);
                bytes = 1;
            }

            folded.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }

        return Encoding.UTF8.GetBytes(folded.ToString());
    }
}
