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
            .AddSingleton(provider => LaneOf(
                provider.GetRequiredService<IOptions<DeliveriesOptions>>().Value, provider.GetRequiredService<IOptions<GitHubOptions>>().Value))
            .AddSingleton<GitHubPace>()
            .AddSingleton<GitHubFailures>()
            .AddSingleton<IDeliveryProbe, RepositoryCheck>()
            .AddSingleton<IGitHubIssues>(provider => provider.GetRequiredService<IOptions<DeliveriesOptions>>().Value.IssuesGoToGitHub
                ? ActivatorUtilities.CreateInstance<OctokitIssues>(provider)
                : ActivatorUtilities.CreateInstance<FolderIssues>(provider))
            .AddSingleton<OctokitLists>()
            .AddSingleton<WebhookBodies>()
            .AddScoped<GoneIssues>()
            .AddScoped<ReceiveDelivery>()
            .AddScoped<IssueSweep>()
            .AddClockJob<ProcessDeliveries>()
            .AddSlowClockJob<SweepJob>()
            .AddScoped<IMessageHandler, TrackingIssueSyncHandler>()
            .AddScoped<IMessageHandler, TrackingIssueCommentHandler>();
    }

    // GitHub asks for one request at a time: https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api.
    private static DeliveryLane LaneOf(DeliveriesOptions deliveries, GitHubOptions gitHub) => deliveries.IssuesGoToGitHub
        ? new DeliveryLane(GitHubPace.Lane, 1) { WritesPerMinute = gitHub.WritesPerMinute, WritesPerHour = gitHub.WritesPerHour }
        : new DeliveryLane(GitHubPace.Lane, 1);
}
