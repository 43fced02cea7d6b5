using Microsoft.Extensions.Options;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

public static class GitHubServices
{
    public static IServiceCollection AddGitHub(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<GitHubOptions>, GitHubOptionsCheck>();
        services.AddOptions<GitHubOptions>().BindConfiguration(GitHubOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<GitHubFailures>()
            .AddSingleton<IGitHubIssues>(provider => provider.GetRequiredService<IOptions<DeliveriesOptions>>().Value.IssuesGoToGitHub
                ? ActivatorUtilities.CreateInstance<OctokitIssues>(provider)
                : ActivatorUtilities.CreateInstance<FolderIssues>(provider))
            .AddSingleton<OctokitLists>()
            .AddScoped<GoneIssues>()
            .AddScoped<ReceiveDelivery>()
            .AddScoped<IssueSweep>()
            .AddClockJob<ProcessDeliveries>()
            .AddClockJob<SweepJob>()
            .AddScoped<IMessageHandler, TrackingIssueSyncHandler>()
            .AddScoped<IMessageHandler, TrackingIssueCommentHandler>();
    }
}
