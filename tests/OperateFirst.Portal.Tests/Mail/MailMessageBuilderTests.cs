using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Mail;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Outbox;
using Xunit;

namespace OperateFirst.Portal.Tests.Mail;

public sealed class MailMessageBuilderTests : IAsyncLifetime
{
    private static readonly string[] Headers =
        ["Auto-Submitted", "Date", "From", "MIME-Version", "Message-Id", "Reply-To", "Subject", "To"];

    private DeliveryRooms? rooms;

    public static TheoryData<string> Injections { get; } =
    [
        "Eve\r\nBcc: victim@example.com", "Eve\nBcc: victim@example.com", "Eve\rBcc: victim@example.com", "Eve\r\n\r\n<p>body</p>", "Eve\u0085Bcc: victim@example.com",
        "Eve\u2028Bcc: victim@example.com", "=?utf-8?q?Eve=0D=0ABcc:_victim@example.com?=", "=?utf-8?b?DQpCY2M6IHZpY3RpbUBleGFtcGxlLmNvbQ==?=", "Eve <victim@example.com>, Mallory",
        "Eve\0", "\"Eve\" <victim@example.com>", "Eve\\\"", "Eve%0d%0aBcc: victim@example.com", "\u202EevE", new string('é', 400), "Eve\r\n =?utf-8?q?x?=", "Eve;Mallory:victim@example.com;",
    ];

    public async ValueTask InitializeAsync() => rooms = await DeliveryRooms.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (rooms is not null)
        {
            await rooms.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Injections))]
    public async Task Typed_text_makes_no_header_and_no_recipient(string typed) => await AssertOneMailAsync(typed);

    [Property(MaxTest = 60)]
    public async Task Any_text_makes_no_header_and_no_recipient(NonNull<string> typed) => await AssertOneMailAsync($"a{typed.Get}\r\nBcc: {typed.Get}@example.com");

    [Theory]
    [InlineData("")]
    [InlineData("somebody")]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("Eve <a@example.org>")]
    [InlineData("a@example.org\r\nBcc: b@example.org")]
    [InlineData("a@example.org\n")]
    [InlineData("a(comment)@example.org")]
    public async Task What_is_no_bare_address_gets_no_mail(string recipient)
    {
        var mail = await BuildAsync(Message("Bill", recipient), Text("Subject", "Eve"));
        Assert.Null(mail);
    }

    [Fact]
    public async Task The_same_message_has_the_same_bytes_at_every_try()
    {
        var message = Message("Bill", "bill@example.org");
        var first = await BytesAsync(await BuildAsync(message, Text("Subject", "Eve")));
        rooms?.Time.Advance(TimeSpan.FromHours(3));
        var second = await BytesAsync(await BuildAsync(message, Text("Subject", "Eve")));
        Assert.Equal(first, second);
    }

    private async Task AssertOneMailAsync(string typed)
    {
        var bytes = await BytesAsync(await BuildAsync(Message(typed, "bill@example.org"), Text(typed, typed)));
        using var stream = new MemoryStream(bytes);
        using var mail = await MimeMessage.LoadAsync(stream, TestContext.Current.CancellationToken);

        Assert.Equal(Headers, mail.Headers.Select(header => header.Field).Order(StringComparer.Ordinal));
        Assert.Equal("bill@example.org", Assert.Single(mail.To.Mailboxes).Address);
        Assert.Equal("lead@example.org", Assert.Single(mail.ReplyTo.Mailboxes).Address);
        Assert.DoesNotContain(mail.Subject ?? "", char.IsControl);
        Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.NotNull(mail.TextBody);
        Assert.NotNull(mail.HtmlBody);
    }

    private async Task<MimeMessage?> BuildAsync(OutboxMessage message, MailText text)
    {
        await using var scope = (rooms ?? throw new InvalidOperationException()).Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MailMessageBuilder>().BuildAsync(message, text);
    }

    private OutboxMessage Message(string name, string recipient)
    {
        using var scope = (rooms ?? throw new InvalidOperationException()).Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<PortalDbContext>().Enqueue(
            new MessageDraft("mail.test.v1", null, Guid.Empty, "Test") { Recipient = recipient, RecipientName = name }, rooms.Time.UtcNow());
    }

    private static MailText Text(string subject, string name) => new()
    {
        Subject = $"Request: {subject}",
        Preview = name,
        Heading = subject,
        Greeting = $"Hello {name},",
        Paragraphs = [subject],
        Facts = [new MailFact("Note", subject)],
        SmallPrint = name,
        ReplyTo = new MailPerson(name, "lead@example.org"),
    };

    private static async Task<byte[]> BytesAsync(MimeMessage? mail)
    {
        Assert.NotNull(mail);
        using var bytes = new MemoryStream();
        await mail.WriteToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }
}
