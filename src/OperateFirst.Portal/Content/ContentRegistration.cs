using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Content;

public static class ContentRegistration
{
    public static IServiceCollection AddContent(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ContentOptions>(configuration.GetSection(ContentOptions.Section));
        services.AddSingleton(provider => ContentLoader.Load(FolderOf(provider)));
        services.AddSingleton<BusinessDays>();
        services.AddHostedService<CheckedAtStart>();
        return services;
    }

    private static string FolderOf(IServiceProvider provider)
    {
        var folder = provider.GetRequiredService<IOptions<ContentOptions>>().Value.Folder;
        return string.IsNullOrWhiteSpace(folder)
            ? ContentOptions.ShippedFolder
            : Path.Combine(provider.GetRequiredService<IHostEnvironment>().ContentRootPath, folder);
    }

    /// <summary>Asking for the content here makes a mistake in it stop the start instead of the first visitor.</summary>
    private sealed class CheckedAtStart(IServiceProvider provider) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            provider.GetRequiredService<PortalContent>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
