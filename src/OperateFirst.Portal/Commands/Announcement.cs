using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Commands.Health;
using OperateFirst.Portal.Commands.Telemetry;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Commands;

/// <summary>Tells whoever started the program where to open it and where deliveries are kept.</summary>
internal sealed class Announcement(IHostApplicationLifetime lifetime, PortalAddress address, DeliveryFolder folder, IServer server, IOptions<MetricsOptions> metrics, TextWriter output) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            var links = address.Of("");
            var open = (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Where(address => MetricsOptions.TryParse(address)?.Port != (metrics.Value.Port ?? -1)).ToList();
            output.WriteLine(open.Count == 0 || open.Contains(links)
                ? $"The portal is open at {links}"
                : $"The portal is open at {string.Join(" and ", open)}; links in e-mails and issues lead to {links}");
            output.WriteLine($"Deliveries to a folder are kept in {folder.FullPath}");
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class CommandServices
{
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddHealthAnswers()
        .AddHostedService(provider => ActivatorUtilities.CreateInstance<Announcement>(provider, Console.Out));
}
