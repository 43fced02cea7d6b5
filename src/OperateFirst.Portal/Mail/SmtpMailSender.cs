using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

/// <summary>
/// E-mail by SMTP, one connection a message. SMTP cannot be asked what it has: an e-mail whose answer was lost is sent again,
/// with the same Message-ID.
/// </summary>
public sealed partial class SmtpMailSender(IOptions<SmtpOptions> options, IHostEnvironment environment, TimeProvider time, ILogger<SmtpMailSender> logger)
    : IMailSender
{
    public async Task<Delivery> SendAsync(PortalMail mail, CancellationToken cancel)
    {
        if (!Allows(mail.Message.Recipient))
        {
            return new Delivery.Refused("The address is not in Smtp:AllowedRecipients, and outside Production nobody else is mailed. Nothing was sent.");
        }

        var isReached = false;
        using var client = new SmtpClient { Timeout = (int)options.Value.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(options.Value.Host, options.Value.Port, TlsOf(options.Value.Tls), cancel);
            if (options.Value.User.Length > 0)
            {
                await client.AuthenticateAsync(options.Value.User, options.Value.Password, cancel);
            }

            isReached = true;
            DeliveryDeadline.Check(time.UtcNow());
            await client.SendAsync(mail.Mime, cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && MailFailures.Meaning(failure, options.Value) is not null)
        {
            LogFailed(logger, failure, mail.Message.Id, mail.Message.Kind, mail.Message.Attempts);
            var meaning = MailFailures.Meaning(failure, options.Value) ?? new Delivery.Again(failure.Message);
            return meaning is Delivery.Again again ? again with { IsAway = !isReached } : meaning;
        }

        await SayGoodbyeAsync(client, cancel);
        return new Delivery.Done("Accepted by the mail server");
    }

    internal bool Allows(string address)
    {
        var allowed = options.Value.AllowedRecipients;
        return (environment.IsProduction() && allowed.Count == 0) || allowed.Any(entry => entry.StartsWith("*@", StringComparison.Ordinal)
            ? address.EndsWith(entry[1..], StringComparison.OrdinalIgnoreCase)
            : address.Equals(entry, StringComparison.OrdinalIgnoreCase));
    }

    // The server has the e-mail: a failing farewell must not send it once more.
    private static async Task SayGoodbyeAsync(SmtpClient client, CancellationToken cancel)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancel);
        }
        catch (Exception failure) when (failure is IOException or CommandException or ProtocolException or TimeoutException or OperationCanceledException)
        {
        }
    }

    private static SecureSocketOptions TlsOf(string tls) => tls.ToUpperInvariant() switch
    {
        "NONE" => SecureSocketOptions.None,
        "IMPLICIT" => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    [LoggerMessage(LogLevel.Warning, "The mail server failed for message {MessageId} ({Kind}) at try {Attempts}")]
    private static partial void LogFailed(ILogger logger, Exception failure, Guid messageId, string kind, int attempts);
}
