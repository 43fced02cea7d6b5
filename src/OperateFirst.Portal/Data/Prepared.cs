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
