using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Invitations;

public static class InvitationServices
{
    public static IServiceCollection AddInvitations(this IServiceCollection services) => services
        .AddScoped<RequestInvitation>()
        .AddScoped<DecideInvitation>()
        .AddScoped<LeaveMeeting>()
        .AddScoped<MeetingInvites>()
        .AddSingleton<ILedgerReaction, EndInvites>()
        .AddClockJob<KeepSeriesInStep>();
}
