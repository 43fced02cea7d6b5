using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OperateFirst.Portal.Data;

/// <summary>Tables whose rows are never changed or deleted; the database itself refuses it.</summary>
public static class AppendOnly
{
    private const string Annotation = "Portal:AppendOnly";

    public static void IsAppendOnly<T>(this EntityTypeBuilder<T> entity)
        where T : class => entity.HasAnnotation(Annotation, true);

    public static IEnumerable<string> AppendOnlyTables(this PortalDbContext db) =>
        from type in db.Model.GetEntityTypes()
        where type.FindAnnotation(Annotation) is not null
        let table = type.GetTableName()
        where table is not null
        select table;
}
