using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.GitHub;
using OperateFirst.Portal.Mail;
using Xunit;

namespace OperateFirst.Portal.Tests.Outbox;

public sealed class DeliverySettingsTests
{
    [Theory]
    [InlineData("Production", "", "Deliveries:Issues is not set. In Production set it to Folder or GitHub.")]
    [InlineData("Production", "", "Deliveries:Mail is not set. In Production set it to Folder or Smtp.")]
    [InlineData("Development", "Deliveries:Mail=Pigeon", "Deliveries:Mail must be Folder or Smtp, not “Pigeon”.")]
    [InlineData("Development", "Deliveries:KeepDays=3", "Deliveries:KeepDays must be from 7 to 3650, or 0 to keep everything.")]
    [InlineData("Development", "Deliveries:Issues=GitHub", "GitHub:Token is not set.")]
    [InlineData("Development", "Deliveries:Issues=GitHub GitHub:Token=t GitHub:Repository=oops", "GitHub:Repository must be written as owner/name")]
    [InlineData("Production", "Deliveries:Issues=GitHub Deliveries:Mail=Folder GitHub:Token=t GitHub:ApiUrl=http://github.example", "GitHub:ApiUrl must be an https address")]
    [InlineData("Development", "Deliveries:Issues=GitHub GitHub:Token=t GitHub:TimeoutSeconds=60", "GitHub:TimeoutSeconds must be 1 to 20.")]
    [InlineData("Development", "GitHub:WebhookSecret=short", "GitHub:WebhookSecret is shorter than 16 characters")]
    [InlineData("Development", "Deliveries:Mail=Smtp", "Smtp:Host is not set.")]
    [InlineData("Development", "Deliveries:Mail=Smtp Smtp:Host=h", "Smtp:SenderAddress must be")]
    [InlineData("Development", "Deliveries:Mail=Smtp Smtp:Host=h Smtp:SenderAddress=a@example.org Smtp:Tls=Yes", "Smtp:Tls must be StartTls, Implicit or None")]
    [InlineData("Development", "Deliveries:Mail=Smtp Smtp:Host=h Smtp:SenderAddress=a@example.org Smtp:User=u", "Smtp:Password is not")]
    [InlineData("Development", "Deliveries:Mail=Smtp Smtp:Host=h Smtp:SenderAddress=a@example.org Smtp:AllowedRecipients:0=example.org", "“example.org” must be an e-mail address")]
    public async Task A_start_with_a_wrong_setting_fails_and_names_it(string environment, string settings, string sentence)
    {
        var failure = await Record.ExceptionAsync(() => StartAsync(environment, settings));

        Assert.NotNull(failure);
        Assert.Contains(sentence, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development", "")]
    [InlineData("Staging", "")]
    [InlineData("Production", "Deliveries:Issues=Folder Deliveries:Mail=folder")]
    [InlineData("Production", "Deliveries:Issues=GitHub Deliveries:Mail=Smtp GitHub:Token=t Smtp:Host=h Smtp:SenderAddress=a@example.org Smtp:AllowedRecipients:0=*@example.org")]
    public async Task A_start_with_complete_settings_passes(string environment, string settings) => await StartAsync(environment, settings);

    [Fact]
    public async Task Without_settings_everything_goes_to_the_folder()
    {
        await using var rooms = await DeliveryRooms.OpenAsync();

        Assert.IsType<FolderIssues>(rooms.Services.GetRequiredService<IGitHubIssues>());
        Assert.IsType<FolderMailSender>(rooms.Services.GetRequiredService<IMailSender>());
    }

    private static async Task StartAsync(string environment, string settings)
    {
        var pairs = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1]);
        await using var rooms = await DeliveryRooms.OpenAsync(pairs, environment);
        rooms.Services.GetRequiredService<IStartupValidator>().Validate();
    }
}
