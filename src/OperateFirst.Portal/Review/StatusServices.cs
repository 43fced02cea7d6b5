using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Review;

public static class StatusServices
{
    public static IServiceCollection AddStatus(this IServiceCollection services) => services
        .AddSingleton<PortalCounts>()
        .AddSingleton<ISaveParticipant>(provider => provider.GetRequiredService<PortalCounts>())
        .AddScoped<AgreementStatus>()
        .AddScoped<AgreementRecordReader>()
        .AddScoped<AgreementExport>()
        .AddScoped<Funnel>();
}
