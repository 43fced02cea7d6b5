using OperateFirst.Portal.Clock;

namespace OperateFirst.Portal.Reminders;

public static class ReminderServices
{
    public static IServiceCollection AddReminders(this IServiceCollection services) => services
        .AddClockJob<AnnounceVersions>()
        .AddClockJob<RemindOfDeadlines>();
}
