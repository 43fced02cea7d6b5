using OperateFirst.Portal.Accounts;

namespace OperateFirst.Portal.Projects;

public static class ProjectServices
{
    public static IServiceCollection AddProjects(this IServiceCollection services) => services
        .AddScoped<RegisterProject>()
        .AddScoped<EditProject>()
        .AddScoped<AddMember>()
        .AddScoped<ChangeMember>()
        .AddScoped<CloseProject>()
        .AddScoped<CloseProjectAsOperator>()
        .AddScoped<GiveNewLead>()
        .AddSingleton<ISignInReaction, RecogniseMember>();
}
