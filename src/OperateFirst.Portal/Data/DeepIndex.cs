using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OperateFirst.Portal.Data;

/// <summary>Indexes over columns of complex properties, which EF Core's model cannot declare. The start puts them in place.</summary>
public static class DeepIndex
{
    private const string Annotation = "Portal:Index:";

    /// <param name="name">Stable: an index of this name that exists is left as it is.</param>
    /// <param name="columns">Property names; below a complex property with a dot: <c>Telemetry.DaysTaken</c>.</param>
    public static void HasDeepIndex<T>(this EntityTypeBuilder<T> entity, string name, params string[] columns)
        where T : class => entity.HasAnnotation(Annotation + name, string.Join(' ', columns));

    /// <summary>Their names, and the statements that create them, safe to repeat.</summary>
    public static IEnumerable<(string Name, string Sql)> DeepIndexes(this PortalDbContext db) =>
        from type in db.Model.GetEntityTypes()
        from annotation in type.GetAnnotations()
        where annotation.Name.StartsWith(Annotation, StringComparison.Ordinal)
        let columns = (annotation.Value as string ?? "").Split(' ').Select(path => $"\"{ColumnOf(type, path)}\"")
        let name = annotation.Name[Annotation.Length..]
        select (name, $"""CREATE INDEX IF NOT EXISTS "{name}" ON "{type.GetTableName()}" ({string.Join(", ", columns)})""");

    private static string ColumnOf(IEntityType type, string path)
    {
        var parts = path.Split('.');
        ITypeBase owner = type;
        foreach (var part in parts[..^1])
        {
            owner = owner.FindComplexProperty(part)?.ComplexType ?? throw new InvalidOperationException($"{type.Name} has no complex property {path}.");
        }

        var table = StoreObjectIdentifier.Table(type.GetTableName() ?? "", type.GetSchema());
        return owner.FindProperty(parts[^1])?.GetColumnName(table) ?? throw new InvalidOperationException($"{type.Name} has no column for {path}.");
    }
}
