using System.Text;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

/// <summary>Makes the e-mail of a message. The same message and words give the same bytes, however often it is sent.</summary>
public sealed class MailMessageBuilder(IOptions<SmtpOptions> options, PortalAddress address, IServiceProvider services, ILoggerFactory loggers)
{
    private const int SubjectLength = 200;

    /// <returns>Null where the recipient is no e-mail address.</returns>
    public async Task<MimeMessage?> BuildAsync(OutboxMessage message, MailText text)
    {
        if (MailboxOf(message.RecipientName, message.Recipient) is not { } recipient)
        {
            return null;
        }

        var mime = new MimeMessage
        {
            // The same over all tries: a mail program that gets it twice shows it once.
            MessageId = $"{message.Id:N}@{address.Host}",
            Date = new DateTimeOffset(message.EnqueuedAtUtc, TimeSpan.Zero),
            Subject = Shortened(OneLine.InHeader(text.Subject)),
            Body = await BodyAsync(message, text),
        };
        mime.From.Add(Sender());
        mime.To.Add(recipient);
        if (text.ReplyTo is { } person && MailboxOf(person.Name, person.Address) is { } replyTo)
        {
            mime.ReplyTo.Add(replyTo);
        }

        // RFC 3834: no holiday notice answers it.
        mime.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mime.Prepare(EncodingConstraint.SevenBit);
        return mime;
    }

    private async Task<MimeEntity> BodyAsync(OutboxMessage message, MailText text)
    {
        var alternative = new MultipartAlternative
        {
            new TextPart(TextFormat.Plain) { Text = MailPlainText.Of(text) },
            new TextPart(TextFormat.Html) { Text = await MailHtml.OfAsync(text, services, loggers) },
        };
        alternative.Boundary = $"alternative-{message.Id:N}";
        List<MimeEntity> files = [];
        if (text.Attachment is { } file)
        {
            files.Add(Attached("text", "markdown", file.FileName, Encoding.UTF8.GetBytes(file.Text)));
        }

        if (text.Calendar is { } calendar)
        {
            // RFC 6047: the method stands in the type too. Last of the alternatives, so mail programs that know it prefer it.
            var part = Encoded("text", "calendar", calendar.Bytes);
            part.ContentType.Charset = "utf-8";
            part.ContentType.Parameters.Add("method", calendar.Method);
            alternative.Add(part);

            // Not text/calendar once more, which some mail programs would act upon twice.
            files.Add(Attached("application", "ics", calendar.FileName, calendar.Bytes));
        }

        if (files.Count == 0)
        {
            return alternative;
        }

        var mixed = new Multipart("mixed") { alternative };
        files.ForEach(mixed.Add);
        mixed.Boundary = $"mixed-{message.Id:N}";
        return mixed;
    }

    private static MimePart Attached(string type, string subtype, string fileName, ReadOnlyMemory<byte> bytes)
    {
        var part = Encoded(type, subtype, bytes);
        part.ContentDisposition = new ContentDisposition(ContentDisposition.Attachment);
        part.FileName = fileName;
        part.ContentType.Charset = "utf-8";
        return part;
    }

    // Base64 keeps the line ends, and with them the hash, as they are.
    private static MimePart Encoded(string type, string subtype, ReadOnlyMemory<byte> bytes) => new(type, subtype)
    {
        Content = new MimeContent(new MemoryStream(bytes.ToArray())),
        ContentTransferEncoding = ContentEncoding.Base64,
    };

    private MailboxAddress Sender() => new(
        OneLine.InHeader(options.Value.SenderName),
        options.Value.SenderAddress.Length > 0 ? options.Value.SenderAddress : $"portal@{address.Host}");

    // Only a bare address passes: no list, no display name, no comment, no control character.
    private static MailboxAddress? MailboxOf(string name, string email) =>
        email.Contains('@') && email == OneLine.Of(email) && MailboxAddress.TryParse(email, out var parsed) && parsed.Address == email
            ? new MailboxAddress(Encoding.UTF8, OneLine.InHeader(name), email)
            : null;

    private static string Shortened(string subject) => subject.Length <= SubjectLength ? subject : subject[..(SubjectLength - 1)] + "…";
}
