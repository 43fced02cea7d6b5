using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Review;

public static class ReviewServices
{
    public static IServiceCollection AddReview(this IServiceCollection services) => services
        .AddScoped<InvitationQueue>()
        .AddScoped<RequestReader>()
        .AddSingleton<PortalCounts>()
        .AddSingleton<ISaveParticipant>(provider => provider.GetRequiredService<PortalCounts>())
        .AddSingleton<LedgerSize>()
        .AddScoped<AgreementStatus>()
        .AddScoped<AgreementRecordReader>()
        .AddScoped<AgreementExport>()
        .AddScoped<Funnel>()
        .AddScoped<DeliveryList>()
        .AddScoped<IssueWatch>()
        .AddScoped<OperatorsRecord>()
        .AddScoped<SendAgain>()
        .AddScoped<GiveUp>();
}
