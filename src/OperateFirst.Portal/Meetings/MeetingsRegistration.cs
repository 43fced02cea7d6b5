namespace OperateFirst.Portal.Meetings;

public static class MeetingsRegistration
{
    public static IServiceCollection AddMeetings(this IServiceCollection services) => services.AddSingleton<Occurrences>();
}
