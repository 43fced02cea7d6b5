using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.TestSupport;

public sealed class SmtpSinkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_is_kept_with_its_envelope()
    {
        await using var sink = await SmtpSink.StartAsync(cancellationToken: Cancellation);

        await SendAsync(sink, "lead@example.org");

        var mail = Assert.Single(await sink.WaitForAsync(1, cancellationToken: Cancellation));
        Assert.Equal("lead@example.org", mail.To);
        Assert.Equal("portal@example.org", mail.Envelope.From);
        Assert.Equal("Grüße", mail.Message.Subject);
    }

    [Fact]
    public async Task A_rejected_recipient_is_refused_for_good_until_accepted_again()
    {
        await using var sink = await SmtpSink.StartAsync(cancellationToken: Cancellation);
        await sink.RejectAsync("gone@example.org");

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(sink, "gone@example.org"));
        await sink.AcceptAsync("gone@example.org");
        await SendAsync(sink, "gone@example.org");

        Assert.Equal(550, (int)refused.StatusCode);
        Assert.Single(sink.Received);
    }

    [Fact]
    public async Task A_greylisted_recipient_is_refused_for_now()
    {
        await using var sink = await SmtpSink.StartAsync(cancellationToken: Cancellation);
        await sink.GreylistAsync(1);

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(sink, "lead@example.org"));
        await SendAsync(sink, "lead@example.org");

        Assert.Equal(450, (int)refused.StatusCode);
        Assert.Single(sink.Received);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_connection_cut_after_data_leaves_the_sender_in_doubt(bool keep, int arrived)
    {
        await using var sink = await SmtpSink.StartAsync(cancellationToken: Cancellation);
        await sink.DropAfterDataAsync(1, keep);

        var thrown = await Record.ExceptionAsync(() => SendAsync(sink, "lead@example.org"));

        Assert.True(thrown is SmtpProtocolException or IOException, $"{thrown}");
        Assert.Equal(arrived, sink.Received.Count);
    }

    [Fact]
    public async Task A_message_can_be_refused_after_its_data()
    {
        await using var sink = await SmtpSink.StartAsync(cancellationToken: Cancellation);
        await sink.RefuseDataAsync(1, 552);

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(sink, "lead@example.org"));

        Assert.Equal(552, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Credentials_and_encryption_can_be_asked_for()
    {
        await using var sink = await SmtpSink.StartAsync("portal:secret", startTls: true, cancellationToken: Cancellation);

        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(sink, "lead@example.org"));
        await Assert.ThrowsAsync<SslHandshakeException>(() => SendAsync(sink, "lead@example.org", SecureSocketOptions.StartTls));
        await Assert.ThrowsAsync<AuthenticationException>(() => SendAsync(sink, "lead@example.org", SecureSocketOptions.StartTls, "wrong", trusting: true));
        await SendAsync(sink, "lead@example.org", SecureSocketOptions.StartTls, "secret", trusting: true);

        var mail = Assert.Single(sink.Received);
        Assert.Equal(("portal", true), (mail.Envelope.User, mail.Envelope.Secure));
    }

    private static async Task SendAsync(
        SmtpSink sink, string to, SecureSocketOptions security = SecureSocketOptions.None, string? password = null, bool trusting = false)
    {
        using var message = new MimeMessage(
            [MailboxAddress.Parse("portal@example.org")], [MailboxAddress.Parse(to)], "Grüße", new TextPart("plain") { Text = "Hello" });
        using var client = new SmtpClient();
        if (trusting)
        {
            client.ServerCertificateValidationCallback = (_, _, _, _) => true;
        }

        await client.ConnectAsync(sink.Host, sink.Port, security, Cancellation);
        if (password is not null)
        {
            await client.AuthenticateAsync("portal", password, Cancellation);
        }

        await client.SendAsync(message, Cancellation);
        await client.DisconnectAsync(quit: true, Cancellation);
    }
}
