using System.Text.RegularExpressions;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Onboarding;

/// <summary>
/// What people typed, for a place that renders GitHub's Markdown: shown as typed, with nothing live in it. Code is the one
/// construct in which GitHub makes no mention, reference, link, image or tag of anything; addresses are masked before.
/// </summary>
public static partial class InertMarkdown
{
    // A word joiner is invisible; it keeps a typed comment from being taken for one of the portal's markers.
    private const string BrokenComment = "<!\u2060--";

    /// <summary>One line; line ends become spaces.</summary>
    public static string Inline(string text)
    {
        var plain = Plain(text).ReplaceLineEndings(" ");
        var fence = new string('`', LongestBacktickRun(plain) + 1);
        return plain.Length == 0 ? "" : $"{fence} {plain} {fence}";
    }

    /// <summary>Several lines, as a block of its own.</summary>
    public static string Block(string text)
    {
        var plain = Plain(text).ReplaceLineEndings("\n");
        var fence = new string('`', Math.Max(3, LongestBacktickRun(plain) + 1));
        return $"{fence}text\n{plain}\n{fence}";
    }

    /// <summary>A checked http(s) address: a link, unless it has an e-mail address in it or leads to something on a forge that would be told of the link.</summary>
    public static string Link(string label, string url)
    {
        var uri = new Uri(url);
        var readable = Uri.UnescapeDataString(url);
        if (EmailMask.Apply(readable) != readable)
        {
            return Inline(readable);
        }

        // An entity in a link's address is read as what it names: &sol; makes a longer path of it.
        return uri.Segments.Length <= 3 && uri.Fragment.Length == 0 && uri.Query.Length == 0 && !url.Contains('&', StringComparison.Ordinal)
            ? $"[{label}](<{uri.AbsoluteUri}>)"
            : Inline(url);
    }

    private static string Plain(string text) => EmailMask.Apply(text).Replace("<!--", BrokenComment, StringComparison.Ordinal);

    private static int LongestBacktickRun(string text) =>
        Backticks().Matches(text).Select(run => run.Length).DefaultIfEmpty(0).Max();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
