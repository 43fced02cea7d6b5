using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>Takes entities and writes them without tracking.</summary>
internal interface IFill : IDisposable
{
    void Add(object entity);

    void Commit();
}

/// <summary>A column as the model maps it.</summary>
/// <param name="Type">Its type in the database.</param>
/// <param name="Value">Of an entity, as the database stores it.</param>
internal sealed record MappedColumn(string Name, string Type, Func<object, object?> Value)
{
    public static List<MappedColumn> Of(IEntityType type) => [.. Of(type, StoreObjectIdentifier.Table(type.GetTableName() ?? ""), entity => entity)];

    private static IEnumerable<MappedColumn> Of(ITypeBase type, StoreObjectIdentifier table, Func<object, object> owner)
    {
        foreach (var property in type.GetProperties())
        {
            var member = property.PropertyInfo ?? throw new InvalidOperationException($"{type.Name}.{property.Name} is no property of its class.");
            var converter = property.GetTypeMapping().Converter;
            yield return new(
                property.GetColumnName(table) ?? property.Name,
                property.GetColumnType(),
                entity => member.GetValue(owner(entity)) is { } value ? converter is null ? value : converter.ConvertToProvider(value) : null);
        }

        foreach (var complex in type.GetComplexProperties())
        {
            var member = complex.PropertyInfo ?? throw new InvalidOperationException($"{type.Name}.{complex.Name} is no property of its class.");
            foreach (var column in Of(complex.ComplexType, table, entity => member.GetValue(owner(entity)) ?? throw new InvalidOperationException($"{complex.Name} is empty.")))
            {
                yield return column;
            }
        }

        foreach (var json in type is IEntityType entityType ? entityType.GetNavigations().Where(navigation => navigation.TargetEntityType.IsMappedToJson()) : [])
        {
            var member = json.PropertyInfo ?? throw new InvalidOperationException($"{type.Name}.{json.Name} is no property of its class.");
            yield return new(json.TargetEntityType.GetContainerColumnName() ?? json.Name, "jsonb", entity => JsonSerializer.Serialize(member.GetValue(owner(entity)), member.PropertyType));
        }
    }
}
