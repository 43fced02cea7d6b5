using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

/// <summary>
/// E-mail by SMTP. SMTP cannot be asked what it has: an e-mail whose answer was lost is sent again,
/// with the same Message-ID.
/// </summary>
public sealed partial class SmtpMailSender(IOptions<SmtpOptions> options, SmtpConnections connections, IHostEnvironment environment, TimeProvider time, ILogger<SmtpMailSender> logger)
    : IMailSender
{
    public async Task<Delivery> SendAsync(PortalMail mail, CancellationToken cancel)
    {
        if (!Allows(mail.Message.Recipient))
        {
            return new Delivery.Refused("The address is not in Smtp:AllowedRecipients, and outside Production nobody else is mailed. Nothing was sent.");
        }

        SmtpClient? client = null;
        try
        {
            client = await connections.TakeAsync(cancel);
            DeliveryDeadline.Check(time.UtcNow());
            await client.SendAsync(mail.Mime, cancel);
            connections.Return(client);
            return new Delivery.Done("Accepted by the mail server");
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && MailFailures.Meaning(failure, options.Value) is not null)
        {
            client?.Dispose();
            LogFailed(logger, failure, mail.Message.Id, mail.Message.Kind, mail.Message.Attempts);

            // Before anything of this e-mail was said, a refusal is of the portal: it says nothing about the e-mail.
            return (MailFailures.Meaning(failure, options.Value), client) switch
            {
                (Delivery.Again again, null) => again with { IsAway = true },
                (Delivery.Refused refused, null) => new Delivery.Again(refused.Error) { IsAway = true },
                ({ } meaning, _) => meaning,
                _ => new Delivery.Again(failure.Message),
            };
        }
        catch
        {
            client?.Dispose();
            throw;
        }
    }

    internal bool Allows(string address)
    {
        var allowed = options.Value.AllowedRecipients;
        return (environment.IsProduction() && allowed.Count == 0) || allowed.Any(entry => entry.StartsWith("*@", StringComparison.Ordinal)
            ? address.EndsWith(entry[1..], StringComparison.OrdinalIgnoreCase)
            : address.Equals(entry, StringComparison.OrdinalIgnoreCase));
    }

    [LoggerMessage(LogLevel.Warning, "The mail server failed for message {MessageId} ({Kind}) at try {Attempts}")]
    private static partial void LogFailed(ILogger logger, Exception failure, Guid messageId, string kind, int attempts);
}
