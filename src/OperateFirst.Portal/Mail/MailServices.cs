using Microsoft.Extensions.Options;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

public static class MailServices
{
    /// <summary>So few that no mail server takes the portal for a storm, and more than one, so that a slow answer holds up little.</summary>
    private const int MailsAtOnce = 4;

    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsCheck>();
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section).ValidateOnStart();
        return services
            .AddSingleton(new DeliveryLane("mail", MailsAtOnce))
            .AddSingleton<SmtpConnections>()
            .AddSingleton<IDeliveryProbe, SmtpCheck>()
            .AddScoped<MailMessageBuilder>()
            .AddScoped<MailDelivery>()
            .AddSingleton<IMailSender>(provider => provider.GetRequiredService<IOptions<DeliveriesOptions>>().Value.MailGoesToSmtp
                ? ActivatorUtilities.CreateInstance<SmtpMailSender>(provider)
                : ActivatorUtilities.CreateInstance<FolderMailSender>(provider))
            .AddScoped<IMessageHandler, InvitationRequestedHandler>()
            .AddScoped<IMessageHandler, InvitationChangedHandler>()
            .AddScoped<IMessageHandler, InvitationWithdrawnHandler>()
            .AddScoped<IMessageHandler, InvitationLeftHandler>()
            .AddScoped<IMessageHandler, InvitationReceivedHandler>()
            .AddScoped<IMessageHandler, InvitationDecidedHandler>()
            .AddScoped<IMessageHandler, LeadGivenHandler>()
            .AddScoped<IMessageHandler, InvitationUndoneHandler>()
            .AddScoped<IMessageHandler, InvitationNudgeHandler>()
            .AddScoped<IMessageHandler, ReviewDigestHandler>()
            .AddScoped<IMessageHandler, AgreementReceiptHandler>()
            .AddScoped<IMessageHandler, AgreementVersionHandler>()
            .AddScoped<IMessageHandler, AgreementDeadlineHandler>()
            .AddScoped<IMessageHandler, AcceptanceWithdrawnHandler>()
            .AddScoped<IMessageHandler, TrackingIssueChangedHandler>()
            .AddScoped<CalendarMail>()
            .AddScoped<CalendarMailWords>()
            .AddScoped<IMessageHandler, CalendarInviteHandler>()
            .AddScoped<IMessageHandler, CalendarCancelHandler>();
    }
}
