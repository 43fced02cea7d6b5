using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

/// <summary>Hands an e-mail to the mail server, or to the delivery folder.</summary>
public interface IMailSender
{
    Task<Delivery> SendAsync(PortalMail mail, CancellationToken cancel);
}

/// <param name="Message">The promise that is being kept.</param>
/// <param name="Project">The project's slug.</param>
public sealed record PortalMail(OutboxMessage Message, string Project, MimeKit.MimeMessage Mime);
