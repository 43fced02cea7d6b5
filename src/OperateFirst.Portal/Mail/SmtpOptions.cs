using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

public sealed class SmtpOptions
{
    public const string Section = "Smtp";

    public string Host { get; init; } = "";

    public int Port { get; init; } = 587;

    /// <summary><c>StartTls</c>, <c>Implicit</c> (TLS from the first byte, usually port 465) or <c>None</c>.</summary>
    public string Tls { get; init; } = "StartTls";

    internal SecureSocketOptions Security => Tls.ToUpperInvariant() switch
    {
        "NONE" => SecureSocketOptions.None,
        "IMPLICIT" => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    /// <summary>How long the portal waits for an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Empty: without signing in to the server.</summary>
    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>What e-mails come from; empty is portal@HOST, but not with SMTP.</summary>
    public string SenderAddress { get; init; } = "";

    public string SenderName { get; init; } = "Operate First Portal";

    /// <summary>
    /// Addresses, or all of a domain as <c>*@example.org</c>. Outside Production nobody else is mailed, so that a trial with a
    /// copy of real data writes to nobody. In Production an empty list means everybody.
    /// </summary>
    public IReadOnlyList<string> AllowedRecipients { get; init; } = [];
}

/// <summary>Checks the settings only where e-mail goes to a server.</summary>
internal sealed class SmtpOptionsCheck(IOptions<DeliveriesOptions> deliveries, IHostEnvironment environment) : IValidateOptions<SmtpOptions>
{
    private static readonly string[] TlsKinds = ["StartTls", "Implicit", "None"];

    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        var problems = deliveries.Value.MailGoesToSmtp ? Problems(options).ToList() : [];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(SmtpOptions options)
    {
        if (options.Host.Length == 0)
        {
            yield return "Smtp:Host is not set. Deliveries:Mail is Smtp, so set it to the mail server's name.";
        }

        if (options.Port is < 1 or > 65535)
        {
            yield return "Smtp:Port must be between 1 and 65535.";
        }

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(1))
        {
            yield return "Smtp:Timeout must be between 00:00:01 and 00:01:00.";
        }

        if (!TlsKinds.Contains(options.Tls, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"Smtp:Tls must be {string.Join(", ", TlsKinds[..^1])} or {TlsKinds[^1]}, not “{options.Tls}”.";
        }
        else if (environment.IsProduction() && options.User.Length > 0 && options.Tls.Equals("None", StringComparison.OrdinalIgnoreCase))
        {
            yield return "Smtp:Tls must not be None in Production while Smtp:User is set: the password would travel in the clear.";
        }

        if (options.User.Length > 0 && options.Password.Length == 0)
        {
            yield return "Smtp:User is set, Smtp:Password is not: set it too.";
        }

        if (!IsAddress(options.SenderAddress))
        {
            yield return "Smtp:SenderAddress must be the e-mail address that the portal's mail comes from.";
        }

        foreach (var allowed in options.AllowedRecipients.Where(allowed => !IsAddress(allowed)))
        {
            yield return $"Smtp:AllowedRecipients: “{allowed}” must be an e-mail address, or all of a domain as *@example.org.";
        }
    }

    private static bool IsAddress(string text) => text.Contains('@') && MailboxAddress.TryParse(text, out var parsed) && parsed.Address == text;
}
