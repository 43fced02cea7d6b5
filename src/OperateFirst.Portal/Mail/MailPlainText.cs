using System.Text;

namespace OperateFirst.Portal.Mail;

/// <summary>An e-mail's text part, wrapped for reading in a terminal. Typed lines are indented, so none can pass for the portal's own.</summary>
internal static class MailPlainText
{
    private const int Width = 72;

    public static string Of(MailText mail)
    {
        var text = new StringBuilder();
        text.Append(OneLine.Of(mail.Greeting)).Append("\n\n");
        foreach (var paragraph in mail.Paragraphs)
        {
            AppendWrapped(text, paragraph, indent: 0);
            text.Append('\n');
        }

        AppendFacts(text, mail.Facts);
        if (mail.FactsNote.Length > 0)
        {
            AppendWrapped(text, mail.FactsNote, indent: 0);
            text.Append('\n');
        }

        AppendLink(text, mail.Button, mail.ButtonNote);
        AppendLink(text, mail.FurtherLink, mail.FurtherNote);
        text.Append("-- \n");
        AppendWrapped(text, mail.SmallPrint, indent: 0);
        return text.ToString();
    }

    private static void AppendFacts(StringBuilder text, IReadOnlyList<MailFact> facts)
    {
        var indent = facts.Select(fact => fact.Name.Length + 2).DefaultIfEmpty(0).Max();
        foreach (var fact in facts)
        {
            text.Append($"{fact.Name}:".PadRight(indent));
            for (var i = 0; i < fact.Lines.Count; i++)
            {
                text.Append(' ', i == 0 ? 0 : indent);
                AppendWrapped(text, fact.Lines[i], indent);
            }
        }

        text.Append(facts.Count > 0 ? "\n" : "");
    }

    private static void AppendLink(StringBuilder text, MailLink? link, string note)
    {
        if (link is not null)
        {
            text.Append(OneLine.Of(link.Label)).Append(":\n").Append(OneLine.Of(link.Url)).Append('\n');
            AppendWrapped(text, note, indent: 0);
            text.Append('\n');
        }
    }

    // The first line begins where the caller stands; the next ones begin at the indent. A long word stays whole.
    private static void AppendWrapped(StringBuilder text, string sentence, int indent)
    {
        var column = indent;
        foreach (var word in OneLine.Of(sentence).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > indent && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }

            text.Append(column > indent ? " " : "").Append(word);
            column += word.Length + (column > indent ? 1 : 0);
        }

        text.Append(column > indent || indent > 0 ? "\n" : "");
    }
}
