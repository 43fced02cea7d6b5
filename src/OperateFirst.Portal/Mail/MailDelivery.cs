using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

/// <summary>From the words to the server: what every handler of an e-mail ends with.</summary>
public sealed class MailDelivery(MailMessageBuilder builder, IMailSender sender)
{
    public async Task<Delivery> SendAsync(OutboxMessage message, string project, MailText text, CancellationToken cancel) =>
        await builder.BuildAsync(message, text) is { } mime
            ? await sender.SendAsync(new PortalMail(message, project, mime), cancel)
            : new Delivery.Refused($"“{OneLine.Of(message.Recipient)}” is no e-mail address. Correct it where it came from: the person's account, or the content file.");
}
