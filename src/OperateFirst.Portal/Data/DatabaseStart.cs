using Microsoft.AspNetCore.DataProtection;

namespace OperateFirst.Portal.Data;

/// <summary>Creates or upgrades the database before anything else starts, and makes the first key of sessions and forms in it.</summary>
internal sealed partial class DatabaseStart(IServiceProvider services, IDataProtectionProvider keys, KeyWatch watch, ILogger<DatabaseStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await new UpgradeDatabase(db).RunAsync(cancellationToken);

        // One after the other: of two that start at once, each would else make a key that the other does not know for a day.
        await using var turn = await db.TakeUpgradeTurnAsync(cancellationToken);
        keys.CreateProtector(nameof(DatabaseStart)).Protect([]);
        foreach (var warning in new[] { watch.OfCertificate(), await watch.OfKeysAsync(db, cancellationToken) }.OfType<string>())
        {
            LogKeys(logger, warning);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private static partial void LogKeys(ILogger logger, string warning);
}
