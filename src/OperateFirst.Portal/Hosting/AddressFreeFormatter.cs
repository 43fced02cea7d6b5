using System.Text.RegularExpressions;
using Serilog.Events;
using Serilog.Formatting;

namespace OperateFirst.Portal.Hosting;

/// <summary>
/// Writes log events without e-mail addresses, wherever in them one stands: mail servers repeat the recipient in what they answer,
/// and addresses stand in query strings.
/// </summary>
public sealed partial class AddressFreeFormatter(ITextFormatter formatter) : ITextFormatter
{
    private const string Instead = "[address]";

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var text = new StringWriter();
        formatter.Format(logEvent, text);
        output.Write(Without(text.ToString()));
    }

    /// <returns>The text with a word in place of each address.</returns>
    public static string Without(string text) => text.Contains('@') || text.Contains("%40", StringComparison.Ordinal) ? Address().Replace(text, Instead) : text;

    [GeneratedRegex("""(?:[\p{L}\p{N}.!#$&'*+/?^_`{|}~-]|%(?!40)[0-9A-Fa-f]{2})+(?:@|%40)[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}-]+)*""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
