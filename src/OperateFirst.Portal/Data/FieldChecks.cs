using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OperateFirst.Portal.Data;

/// <summary>Collects everything that is wrong with what a person typed, so that one answer names it all.</summary>
public sealed partial class FieldChecks
{
    public const int EmailLength = 254; // RFC 5321, 4.5.3.1.3

    private readonly List<FieldProblem> problems = [];

    /// <summary>
    /// What came from somebody who is not asked to correct it (a provider, a server, an address): one line without what no form takes. PostgreSQL stores
    /// and compares no U+0000 and no half of a character.
    /// </summary>
    /// <param name="max">What is longer is cut.</param>
    public static string Printable(string text, int max)
    {
        var line = new StringBuilder(Math.Min(text.Length, max));
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(rune.IsBmp && IsUnprintable((char)rune.Value) ? " " : rune.ToString());
        }

        var words = string.Join(' ', line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var end = words.Length > max && char.IsHighSurrogate(words[max - 1]) ? max - 1 : Math.Min(words.Length, max);
        return words[..end].TrimEnd();
    }

    /// <summary>True for an address that no reader takes for two, or for a name with one.</summary>
    public static bool IsBareAddress(string text) =>
        text.Length <= EmailLength && text.Count(c => c == '@') == 1 && !text.Any(c => char.IsWhiteSpace(c) || IsUnprintable(c) || ",;:<>()[]\\\"".Contains(c));

    public void Add(string field, string sentence) => problems.Add(new FieldProblem(field, sentence));

    public void ThrowIfAny()
    {
        if (problems.Count > 0)
        {
            throw new RuleBrokenException(problems);
        }
    }

    /// <summary>One line of text, trimmed.</summary>
    /// <param name="what">How the sentence calls it: "the project's name".</param>
    /// <param name="max">Longest length in UTF-16 code units.</param>
    public string Line(string field, string? value, string what, int max, bool optional = false) =>
        Plain(field, value, what, max, optional, newLines: false);

    /// <summary>Several lines; line ends become LF.</summary>
    public string Text(string field, string? value, string what, int max, bool optional = false) =>
        Plain(field, value?.ReplaceLineEndings("\n"), what, max, optional, newLines: true);

    /// <summary>A name in words: not "???", not a template's <c>&lt;name&gt;</c>.</summary>
    public string Name(string field, string? value, string what, int max)
    {
        var name = Line(field, value, what, max);
        if (IsFine(field, name) && (!name.Any(char.IsLetterOrDigit) || Placeholder().IsMatch(name)))
        {
            Add(field, $"Enter {what}. “{name}” looks like a placeholder.");
        }

        return name;
    }

    /// <summary>An absolute http or https address without user information.</summary>
    public string Url(string field, string? value, string what, bool optional = false)
    {
        var text = Line(field, value, what, 500, optional);
        if (IsFine(field, text) &&
            (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0 ||
             uri.UserInfo.Length > 0 || text.Any(char.IsWhiteSpace)))
        {
            Add(field, $"Enter {what} as a web address that starts with https:// or http://, such as https://github.com/sigstore.");
        }

        return text;
    }

    public string Email(string field, string? value, string what)
    {
        var text = Line(field, value, what, EmailLength);
        if (IsFine(field, text) && !EmailForm().IsMatch(text))
        {
            Add(field, $"Enter {what} in full, such as name@example.org.");
        }

        return text;
    }

    /// <summary>A day as a date field sends it.</summary>
    /// <returns>Meaningless where a problem was added.</returns>
    public DateOnly Day(string field, string? value, string what)
    {
        var text = Line(field, value, what, 40);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && IsFine(field, text))
        {
            Add(field, $"Enter {what} as year, month and day, such as 2026-10-28.");
        }

        return day;
    }

    // One sentence a field: what is empty, too long or unprintable needs no second one about its form.
    private bool IsFine(string field, string text) => text.Length > 0 && !problems.Exists(problem => problem.Field == field);

    private string Plain(string field, string? value, string what, int max, bool optional, bool newLines)
    {
        var text = (value ?? "").Trim();
        if (text.Length == 0)
        {
            if (!optional)
            {
                Add(field, $"Enter {what}.");
            }

            return "";
        }

        if (text.Any(c => IsUnprintable(c) && !(newLines && c is '\n' or '\t')))
        {
            Add(field, $"Remove the invisible control characters from {what}: type it again rather than paste it.");
            return text;
        }

        if (!IsWellFormed(text))
        {
            Add(field, $"Type {what} again: a character in it is broken.");
            return text;
        }

        if (text.Length > max)
        {
            Add(field, string.Create(CultureInfo.InvariantCulture, $"Shorten {what} to {max} characters; it has {text.Length}."));
        }

        return text;
    }

    // Control characters, and the marks that turn the reading direction of what stands around them.
    private static bool IsUnprintable(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"<[a-z][a-z _-]*>\s*$|^\s*(\[.*\]|\{.*\}|tbd|todo|n/?a)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$", RegexOptions.IgnoreCase)]
    private static partial Regex EmailForm();
}
