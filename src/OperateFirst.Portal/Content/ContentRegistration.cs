using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Content;

public static class ContentRegistration
{
    public static IServiceCollection AddContent(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ContentOptions>(configuration.GetSection(ContentOptions.Section));
        services.AddSingleton(provider => LoadFrom(FolderOf(provider), provider.GetService<ContentAhead>()));
        services.AddSingleton<BusinessDays>();
        services.AddHostedService<CheckedAtStart>();
        return services;
    }

    /// <summary>Begins to read the content while the host is built. A mistake in it is told where it is told without this.</summary>
    /// <returns>Ends when it is read or found wrong.</returns>
    public static Task ReadContentAhead(this WebApplicationBuilder builder)
    {
        var folder = FolderOf(builder.Configuration.GetSection(ContentOptions.Section)[nameof(ContentOptions.Folder)], builder.Environment);
        var ahead = new ContentAhead(folder, Task.Run(() => ContentLoader.Load(folder)));
        builder.Services.AddSingleton(ahead);
        return ahead.Content.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static PortalContent LoadFrom(string folder, ContentAhead? ahead) =>
        ahead?.Folder == folder ? ahead.Content.GetAwaiter().GetResult() : ContentLoader.Load(folder);

    private static string FolderOf(IServiceProvider provider) =>
        FolderOf(provider.GetRequiredService<IOptions<ContentOptions>>().Value.Folder, provider.GetRequiredService<IHostEnvironment>());

    private static string FolderOf(string? folder, IHostEnvironment environment) =>
        string.IsNullOrWhiteSpace(folder) ? ContentOptions.ShippedFolder : Path.Combine(environment.ContentRootPath, folder);

    /// <param name="Folder">What the settings said then: a host that is told another reads that.</param>
    private sealed record ContentAhead(string Folder, Task<PortalContent> Content);

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
