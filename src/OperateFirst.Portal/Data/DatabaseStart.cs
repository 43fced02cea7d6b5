using Microsoft.EntityFrameworkCore;

namespace OperateFirst.Portal.Data;

/// <summary>Creates or migrates the database before anything else starts, and puts the append-only triggers and deep indexes in place.</summary>
internal sealed class DatabaseStart(IServiceProvider services) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await db.Database.MigrateAsync(cancellationToken);

        // Not in a migration: SQLite rebuilds tables when a later migration changes them, and a rebuild drops their triggers.
        foreach (var statement in db.AppendOnlyTables().SelectMany(db.AppendOnlyTriggers).Concat(db.DeepIndexes()))
        {
            await db.Database.ExecuteSqlRawAsync(statement, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
