using Microsoft.EntityFrameworkCore;

namespace OperateFirst.Portal.Data;

/// <summary>
/// The first use of a database in a process loads and compiles much, whatever the database: it is done beside the start, over an empty one in memory.
/// Nothing of it is kept but what EF Core and the runtime keep by themselves.
/// </summary>
public static class DatabaseAhead
{
    private static int begun;

    /// <param name="after">What goes before it.</param>
    public static void UseDatabaseAhead(this WebApplicationBuilder builder, Task after)
    {
        var isPostgres = DatabaseOptions.IsPostgresIn(builder.Configuration);

        // Nobody waits for it: where it fails, the start does so too and says why. A process that builds a second host has gained it already.
        if (Interlocked.Exchange(ref begun, 1) == 0)
        {
            _ = after.ContinueWith(_ => isPostgres ? QueryAsync() : SchemaAsync(), TaskScheduler.Default);
        }
    }

    private static async Task SchemaAsync()
    {
        await using var db = SqlitePortalDbContext.Over(":memory:");
        await SchemaState.OfAsync(db, CancellationToken.None);
        await db.UnguardedTablesAsync(CancellationToken.None);
        Query(db);
    }

    // Nothing can be asked of a server before the settings are checked.
    private static async Task QueryAsync()
    {
        await using var db = PostgresPortalDbContext.Over("Host=localhost");
        Query(db);
    }

    // Built and not sent: the first query of a start is that for the keys.
    private static void Query(PortalDbContext db) => _ = db.DataProtectionKeys.AsNoTracking().ToQueryString();
}
