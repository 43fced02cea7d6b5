using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

/// <summary>Connects to the mail server and signs in, as a delivery would, and sends nothing.</summary>
internal sealed class SmtpCheck(IOptions<SmtpOptions> options, IOptions<DeliveriesOptions> deliveries) : IDeliveryProbe
{
    private const string What = "SMTP login";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public IReadOnlyList<string> Topics => [What];

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel) =>
        [deliveries.Value.MailGoesToSmtp ? await ConnectAsync(options.Value, cancel) : Finding.Ok(What, "E-mail goes into the folder: nothing to check.")];

    private static async Task<Finding> ConnectAsync(SmtpOptions smtp, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        using var client = new SmtpClient { Timeout = (int)Limit.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(smtp.Host, smtp.Port, smtp.Security, limit.Token);
            if (smtp.User.Length > 0)
            {
                await client.AuthenticateAsync(smtp.User, smtp.Password, limit.Token);
            }

            await client.NoOpAsync(limit.Token);
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && MailFailures.Meaning(failure, smtp) is not null)
        {
            return Finding.Fail(What, MailFailures.Meaning(failure, smtp) switch
            {
                Delivery.Again again => again.Error,
                Delivery.Refused refused => refused.Error,
                _ => failure.Message,
            });
        }

        return smtp.User.Length > 0
            ? Finding.Ok(What, $"{smtp.Host} took Smtp:User and Smtp:Password.")
            : Finding.Ok(What, $"{smtp.Host} answers. Smtp:User is not set, so the portal does not sign in.");
    }
}
