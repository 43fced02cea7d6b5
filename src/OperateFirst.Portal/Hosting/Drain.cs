using System.Globalization;
using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Hosting;

/// <summary>
/// A stop begins with a while in which pages are still served: whoever sends visitors here reads at once at <c>/health/ready</c> that
/// they have to go elsewhere, and needs a moment to do so. Only then the server and the workers stop.
/// </summary>
public sealed partial class Drain(IHostApplicationLifetime lifetime, IOptions<PortalOptions> options, TimeProvider time, ILogger<Drain> logger) : IHostedLifecycleService
{
    private volatile bool begun;

    /// <summary>True from the moment at which the portal was asked to end.</summary>
    public bool IsStopping => begun || lifetime.ApplicationStopping.IsCancellationRequested;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped again while it is disposed of.
        var isFirst = !begun;
        begun = true;
        if (isFirst && options.Value.DrainSeconds > 0)
        {
            LogDraining(logger, options.Value.DrainSeconds);

            // Where the stop takes too long as a whole, it goes on.
            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var timer = time.CreateTimer(_ => over.TrySetResult(), null, TimeSpan.FromSeconds(options.Value.DrainSeconds), Timeout.InfiniteTimeSpan);
            await using var cut = cancellationToken.Register(() => over.TrySetResult());
            await over.Task;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>As the settings have it, before anything checks them: what bounds a stop is asked for before the start.</summary>
    internal static TimeSpan LengthOf(IConfiguration settings) =>
        int.TryParse(settings[$"{PortalOptions.Section}:{nameof(PortalOptions.DrainSeconds)}"], CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, PortalOptions.LongestDrainSeconds))
            : TimeSpan.Zero;

    [LoggerMessage(LogLevel.Information, "The portal was asked to end: it serves for {Seconds} seconds more, then it stops")]
    private static partial void LogDraining(ILogger logger, int seconds);
}

public static class Draining
{
    public static IServiceCollection AddDrain(this IServiceCollection services) => services
        .AddSingleton<Drain>()
        .AddHostedService(provider => provider.GetRequiredService<Drain>());

    /// <summary>Connections that are kept would bring their next request to a portal that is gone.</summary>
    public static void UseDrain(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<Drain>();
        app.Use((http, next) =>
        {
            if (drain.IsStopping)
            {
                http.Response.Headers.Connection = "close";
            }

            return next(http);
        });
    }
}
