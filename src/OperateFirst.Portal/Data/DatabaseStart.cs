namespace OperateFirst.Portal.Data;

/// <summary>Creates or upgrades the database before anything else starts.</summary>
internal sealed class DatabaseStart(IServiceProvider services) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await new UpgradeDatabase(scope.ServiceProvider.GetRequiredService<PortalDbContext>()).RunAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
