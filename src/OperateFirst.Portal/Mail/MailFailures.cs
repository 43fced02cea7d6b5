using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

/// <summary>Says what a failure of the mail server means for the message.</summary>
internal static class MailFailures
{
    /// <summary>What an operator corrects in the settings is tried again: it heals by itself then.</summary>
    /// <returns>Null for a failure that has nothing to do with the mail server.</returns>
    public static Delivery? Meaning(Exception failure, SmtpOptions options) => failure switch
    {
        AuthenticationException => new Delivery.Again($"The mail server {options.Host} refused Smtp:User with Smtp:Password: correct them."),
        SslHandshakeException => new Delivery.Again(
            $"No TLS connection with {options.Host}: its certificate is not trusted, or Smtp:Tls does not fit Smtp:Port {options.Port.ToString(CultureInfo.InvariantCulture)}."),
        ServiceNotAuthenticatedException => new Delivery.Again(
            $"The mail server {options.Host} wants the portal to sign in: set Smtp:User and Smtp:Password. It says: {Words(failure)}")
        { IsAway = true },
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted, StatusCode: var status } when IsFinal(status) => new Delivery.Again(
            $"The mail server {options.Host} does not take mail from Smtp:SenderAddress. It says: {Words(failure)}")
        { IsAway = true },
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: var status } when IsFinal(status) => new Delivery.Refused(
            $"The mail server refused the recipient: correct the address. It says: {Number(status)} {Words(failure)}"),
        SmtpCommandException { StatusCode: var status } when IsFinal(status) => new Delivery.Refused($"The mail server refused the e-mail. It says: {Number(status)} {Words(failure)}"),
        SmtpCommandException { StatusCode: var status } => new Delivery.Again($"The mail server asks to try later. It says: {Number(status)} {Words(failure)}"),
        NotSupportedException => new Delivery.Again($"The mail server {options.Host} does not offer what the settings ask of it: check Smtp:Tls and Smtp:User. {Words(failure)}"),
        OperationCanceledException or TimeoutException => new Delivery.Again("The mail server did not answer in time."),
        IOException or SocketException or ProtocolException or ServiceNotConnectedException => new Delivery.Again($"The connection to the mail server {options.Host} failed: {Words(failure)}"),
        _ => null,
    };

    private static bool IsFinal(SmtpStatusCode status) => (int)status >= 500;

    private static string Number(SmtpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    private static string Words(Exception failure)
    {
        var words = OneLine.Of(failure.Message);
        return words.Length <= 300 ? words : words[..300] + "…";
    }
}
