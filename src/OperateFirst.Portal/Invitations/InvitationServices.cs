using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Invitations;

public static class InvitationServices
{
    public static IServiceCollection AddInvitations(this IServiceCollection services) => services
        .AddScoped<RequestInvitation>()
        .AddScoped<Deciders>()
        .AddScoped<DecideInvitation>()
        .AddScoped<UndoDecision>()
        .AddScoped<NudgeInvitation>()
        .AddScoped<StartHold>()
        .AddScoped<EndHold>()
        .AddScoped<AppointStandIn>()
        .AddScoped<EndStandIn>()
        .AddScoped<StandInDuties>()
        .AddScoped<IContactDuties>(services => services.GetRequiredService<StandInDuties>())
        .AddScoped<ISessionLookup>(services => services.GetRequiredService<StandInDuties>())
        .AddSingleton<ISignInReaction, RecogniseStandIn>()
        .AddSingleton<ILedgerReaction, RefuseOverlaps>()
        .AddSingleton<CommitmentClock>()
        .AddSingleton<ILedgerReaction, CloseRequests>()
        .AddScoped<LeaveMeeting>()
        .AddScoped<MeetingInvites>()
        .AddSingleton<ILedgerReaction, EndInvites>()
        .AddClockJob<KeepSeriesInStep>();
}
