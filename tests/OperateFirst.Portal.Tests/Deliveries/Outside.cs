using System.Globalization;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>A GitHub and a mail server on the loopback, and the settings that lead the portal to them.</summary>
public sealed class Outside : IAsyncDisposable
{
    private Outside(GitHubEmulator gitHub, SmtpSink mail)
    {
        GitHub = gitHub;
        Mail = mail;
    }

    public GitHubEmulator GitHub { get; }

    public SmtpSink Mail { get; }

    public static async Task<Outside> StartAsync()
    {
        var mail = await SmtpSink.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        try
        {
            return new Outside(await GitHubEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken), mail);
        }
        catch
        {
            await mail.DisposeAsync();
            throw;
        }
    }

    public Dictionary<string, string> SettingsOf(Uri? gitHub = null) => new()
    {
        ["Deliveries:Issues"] = "GitHub",
        ["GitHub:ApiUrl"] = (gitHub ?? GitHub.Address).AbsoluteUri,
        ["GitHub:Token"] = GitHubEmulator.BotToken,
        ["GitHub:Labels:0"] = "onboarding",
        ["Deliveries:Mail"] = "Smtp",
        ["Smtp:Host"] = Mail.Host,
        ["Smtp:Port"] = Mail.Port.ToString(CultureInfo.InvariantCulture),
        ["Smtp:Tls"] = "None",
        ["Smtp:SenderAddress"] = "portal@example.org",
        ["Smtp:AllowedRecipients:0"] = "*@example.org",
        ["Smtp:AllowedRecipients:1"] = "*@redhat.com",
    };

    public async ValueTask DisposeAsync()
    {
        await GitHub.DisposeAsync();
        await Mail.DisposeAsync();
    }
}
