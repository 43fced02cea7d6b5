using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Mail;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Outbox;

namespace OperateFirst.Portal.Tests.Mail;

/// <summary>Whatever people and providers tell: an e-mail has the headers, the recipients and the parts that the portal gave it.</summary>
public sealed class HeaderInjectionTests : IAsyncLifetime
{
    private const int Cases = 10_000;

    private static readonly string[] Headers = ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-Id", "Reply-To", "Subject", "To"];
    private static readonly string[] Parts = ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "text/markdown", "application/ics"];

    private DeliveryRooms? rooms;
    private AsyncServiceScope scope;

    public async ValueTask InitializeAsync()
    {
        rooms = await DeliveryRooms.OpenAsync();
        scope = rooms.Services.CreateAsyncScope();
    }

    public async ValueTask DisposeAsync()
    {
        await scope.DisposeAsync();
        await (rooms?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Property(MaxTest = Cases)]
    public Property No_text_adds_a_header_a_recipient_or_a_part() => Prop.ForAll(HostileText.Any, HostileText.Any, (one, other) =>
    {
        var bytes = Written(one.Value, other.Value);
        using var stream = new MemoryStream(bytes);
        using var mail = MimeMessage.Load(stream);

        // As it goes over the wire: what one parser forgives, another takes for a header.
        var head = Encoding.Latin1.GetString(bytes)[..Encoding.Latin1.GetString(bytes).IndexOf("\n\n", StringComparison.Ordinal)].Split('\n');
        Assert.Equal(Headers, head.Where(line => line[0] is not (' ' or '\t')).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.All(head, line => Assert.True(line.All(c => c is >= ' ' and < '\u007F' or '\t') && line.Trim().Length > 0, line));
        Assert.Equal("bill@example.org", Assert.Single(mail.To.Mailboxes).Address);
        Assert.Equal("lead@example.org", Assert.Single(mail.ReplyTo.Mailboxes).Address);
        Assert.Single(mail.From.Mailboxes);
        Assert.Empty(mail.Cc.Concat(mail.Bcc).Concat(mail.ResentTo));
        Assert.DoesNotContain(mail.Subject ?? "", char.IsControl);
        Assert.Equal(Parts.Order(), Flat(mail.Body).Select(part => part.ContentType.MimeType).Order());
        Assert.All(Flat(mail.Body).SelectMany(part => part.Headers), header => Assert.StartsWith("Content-", header.Field, StringComparison.Ordinal));
    });

    private byte[] Written(string one, string other)
    {
        var message = scope.ServiceProvider.GetRequiredService<PortalDbContext>().Enqueue(
            new MessageDraft("mail.test.v1", null, Guid.Empty, "Test") { Recipient = "bill@example.org", RecipientName = other }, (rooms ?? throw new InvalidOperationException()).Time.UtcNow());
        scope.ServiceProvider.GetRequiredService<PortalDbContext>().ChangeTracker.Clear();
        using var mail = scope.ServiceProvider.GetRequiredService<MailMessageBuilder>().BuildAsync(message, Text(one, other)).GetAwaiter().GetResult();
        Assert.NotNull(mail);
        using var bytes = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Unix;
        mail.WriteTo(format, bytes);
        return bytes.ToArray();
    }

    private static IEnumerable<MimeEntity> Flat(MimeEntity? entity) => entity switch
    {
        null => [],
        Multipart several => several.SelectMany(Flat).Prepend(several),
        _ => [entity],
    };

    private static MailText Text(string one, string other) => new()
    {
        Subject = one,
        Preview = other,
        Heading = one,
        Greeting = $"Hello {other},",
        Paragraphs = [one],
        Facts = [new MailFact("Note", other)],
        SmallPrint = one,
        ReplyTo = new MailPerson(one, "lead@example.org"),
        Attachment = new MailAttachment("agreement.md", other),
        Calendar = new MailCalendar("REQUEST", "invite.ics", Encoding.UTF8.GetBytes(one)),
    };
}
