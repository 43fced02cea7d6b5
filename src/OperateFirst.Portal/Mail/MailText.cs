namespace OperateFirst.Portal.Mail;

/// <summary>What an e-mail says, before it is text or HTML. All of it is plain text; people may have typed any of it.</summary>
public sealed record MailText
{
    public required string Subject { get; init; }

    /// <summary>The line an inbox shows under the subject.</summary>
    public required string Preview { get; init; }

    public required string Heading { get; init; }

    /// <summary>"Hello Bill,".</summary>
    public required string Greeting { get; init; }

    public required IReadOnlyList<string> Paragraphs { get; init; }

    /// <summary>Caption of the facts.</summary>
    public string FactsTitle { get; init; } = "";

    public IReadOnlyList<MailFact> Facts { get; init; } = [];

    /// <summary>A sentence below the facts; empty for none.</summary>
    public string FactsNote { get; init; } = "";

    /// <summary>The one thing to do.</summary>
    public MailLink? Button { get; init; }

    public string ButtonNote { get; init; } = "";

    public MailLink? FurtherLink { get; init; }

    public string FurtherNote { get; init; } = "";

    /// <summary>Why one gets it, and who reads an answer.</summary>
    public required string SmallPrint { get; init; }

    /// <summary>Null: answers go to the sender.</summary>
    public MailPerson? ReplyTo { get; init; }

    public MailAttachment? Attachment { get; init; }

    public MailCalendar? Calendar { get; init; }
}

/// <param name="Lines">One or more.</param>
public sealed record MailFact(string Name, IReadOnlyList<string> Lines)
{
    public MailFact(string name, string text)
        : this(name, text.Split('\n'))
    {
    }
}

public sealed record MailLink(string Label, string Url);

public sealed record MailPerson(string Name, string Address);

/// <param name="Text">Markdown; its bytes in UTF-8 arrive unchanged, so that their hash can be checked.</param>
public sealed record MailAttachment(string FileName, string Text);

/// <summary>A calendar object: a part that mail programs act upon, and the same as a file for those that do not.</summary>
/// <param name="Method">The one the object itself names.</param>
public sealed record MailCalendar(string Method, string FileName, ReadOnlyMemory<byte> Bytes);
