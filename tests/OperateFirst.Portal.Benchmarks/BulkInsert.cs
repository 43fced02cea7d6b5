using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>Writes entities as the model maps them, without tracking: prepared statements in large transactions.</summary>
internal sealed class BulkInsert(SqliteConnection connection, IModel model) : IDisposable
{
    private readonly Dictionary<Type, Statement> statements = [];
    private SqliteTransaction? transaction;

    public void Add(object entity)
    {
        transaction ??= connection.BeginTransaction();
        if (!statements.TryGetValue(entity.GetType(), out var statement))
        {
            statement = Statement.Of(connection, model.FindEntityType(entity.GetType()) ?? throw new InvalidOperationException($"{entity.GetType()} is no entity."));
            statements.Add(entity.GetType(), statement);
        }

        statement.Run(entity, transaction);
    }

    public void Commit()
    {
        transaction?.Commit();
        transaction?.Dispose();
        transaction = null;
    }

    public void Dispose()
    {
        Commit();
        foreach (var statement in statements.Values)
        {
            statement.Command.Dispose();
        }
    }

    private sealed record Statement(SqliteCommand Command, IReadOnlyList<Func<object, object?>> Values)
    {
        public static Statement Of(SqliteConnection connection, IEntityType type)
        {
            var columns = ColumnsOf(type, StoreObjectIdentifier.Table(type.GetTableName() ?? ""), entity => entity).ToList();
            var command = connection.CreateCommand();
            command.CommandText =
                $"INSERT INTO \"{type.GetTableName()}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) " +
                $"VALUES ({string.Join(", ", columns.Select((_, index) => $"$p{index}"))})";
            for (var index = 0; index < columns.Count; index++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{index}" });
            }

            return new Statement(command, [.. columns.Select(column => column.Value)]);
        }

        public void Run(object entity, SqliteTransaction transaction)
        {
            for (var index = 0; index < Values.Count; index++)
            {
                Command.Parameters[index].Value = Values[index](entity) ?? DBNull.Value;
            }

            Command.Transaction = transaction;
            Command.ExecuteNonQuery();
        }

        private static IEnumerable<(string Name, Func<object, object?> Value)> ColumnsOf(ITypeBase type, StoreObjectIdentifier table, Func<object, object> owner)
        {
            foreach (var property in type.GetProperties())
            {
                var member = property.PropertyInfo ?? throw new InvalidOperationException($"{type.Name}.{property.Name} is no property of its class.");
                var converter = property.GetTypeMapping().Converter;
                yield return (
                    property.GetColumnName(table) ?? property.Name,
                    entity => member.GetValue(owner(entity)) is { } value ? converter is null ? value : converter.ConvertToProvider(value) : null);
            }

            foreach (var complex in type.GetComplexProperties())
            {
                var member = complex.PropertyInfo ?? throw new InvalidOperationException($"{type.Name}.{complex.Name} is no property of its class.");
                foreach (var column in ColumnsOf(complex.ComplexType, table, entity => member.GetValue(owner(entity)) ?? throw new InvalidOperationException($"{complex.Name} is empty.")))
                {
                    yield return column;
                }
            }

            foreach (var json in type is IEntityType entityType ? entityType.GetNavigations().Where(navigation => navigation.TargetEntityType.IsMappedToJson()) : [])
            {
                var member = json.PropertyInfo ?? throw new InvalidOperationException($"{type.Name}.{json.Name} is no property of its class.");
                yield return (json.TargetEntityType.GetContainerColumnName() ?? json.Name, entity => JsonSerializer.Serialize(member.GetValue(owner(entity)), member.PropertyType));
            }
        }
    }
}
