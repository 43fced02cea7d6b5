using Microsoft.EntityFrameworkCore;

namespace OperateFirst.Portal.Data;

/// <summary>How far a database is upgraded: the migrations that this version knows, and those that were applied, in their order.</summary>
public sealed record SchemaState(IReadOnlyList<string> Known, IReadOnlyList<string> Applied)
{
    /// <summary>No portal has been in it.</summary>
    public bool IsEmpty => Applied.Count == 0;

    /// <summary>The first migration that only a newer version knows; null where there is none.</summary>
    public string? Newer => Applied.Except(Known).FirstOrDefault();

    public IReadOnlyList<string> Missing { get; } = [.. Known.Except(Applied)];

    /// <summary>What cannot be opened counts as empty: it may not be there yet.</summary>
    public static async Task<SchemaState> OfAsync(PortalDbContext db, CancellationToken cancel) =>
        new([.. db.Database.GetMigrations()], [.. await db.Database.GetAppliedMigrationsAsync(cancel)]);

    /// <summary>As <see cref="OfAsync"/>, of a database that must be there; its connection is open then.</summary>
    public static async Task<SchemaState> OfExistingAsync(PortalDbContext db, CancellationToken cancel)
    {
        // Asking for migrations takes a database that cannot be opened for one that is not there yet.
        await db.Database.OpenConnectionAsync(cancel);
        return await OfAsync(db, cancel);
    }
}
