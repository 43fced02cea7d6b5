using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OperateFirst.Portal.Data;

/// <summary>
/// A query that is built once and not at every request: most of what a small query costs is the building. EF Core binds what it has
/// compiled to a model, and a process may have two databases.
/// </summary>
/// <param name="compile">Calls <c>EF.CompileAsyncQuery</c>.</param>
internal sealed class Prepared<TQuery>(Func<TQuery> compile)
    where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> made = [];

    public TQuery For(PortalDbContext db) => made.GetValue(db.Model, _ => compile());
}

/// <summary>One row by its key, from what the context tracks or from the database: as <c>FindAsync</c>, which builds its query each time.</summary>
/// <param name="compile">Calls <c>EF.CompileAsyncQuery</c>.</param>
internal sealed class PreparedRow<TEntity, TKey>(Func<Func<PortalDbContext, TKey, CancellationToken, Task<TEntity?>>> compile)
    where TEntity : class
    where TKey : notnull
{
    private readonly Prepared<Func<PortalDbContext, TKey, CancellationToken, Task<TEntity?>>> query = new(compile);

    public async Task<TEntity?> FindAsync(PortalDbContext db, TKey key, CancellationToken cancel) =>
        db.Set<TEntity>().Local.FindEntry(key)?.Entity ?? await query.For(db)(db, key, cancel);
}
