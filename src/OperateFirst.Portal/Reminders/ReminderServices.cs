using OperateFirst.Portal.Clock;

namespace OperateFirst.Portal.Reminders;

public static class ReminderServices
{
    public static IServiceCollection AddReminders(this IServiceCollection services) => services
        .AddScoped<DigestReaders>()
        .AddClockJob<DigestJob>()
        .AddClockJob<AnnounceVersions>()
        .AddClockJob<RemindOfDeadlines>();
}
