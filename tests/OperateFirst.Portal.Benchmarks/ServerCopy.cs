using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>Writes entities into PostgreSQL by COPY, table by table in the order in which the first of each came.</summary>
internal sealed class ServerCopy(NpgsqlConnection connection, IModel model) : IFill
{
    private readonly Dictionary<Type, Table> tables = [];

    public void Add(object entity)
    {
        if (!tables.TryGetValue(entity.GetType(), out var table))
        {
            var type = model.FindEntityType(entity.GetType()) ?? throw new InvalidOperationException($"{entity.GetType()} is no entity.");
            tables.Add(entity.GetType(), table = new Table(type.GetTableName() ?? "", MappedColumn.Of(type), []));
        }

        table.Waiting.Add(entity);
    }

    public void Commit()
    {
        foreach (var (name, columns, waiting) in tables.Values)
        {
            using var writer = connection.BeginBinaryImport($"COPY \"{name}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) FROM STDIN (FORMAT BINARY)");
            foreach (var entity in waiting)
            {
                writer.StartRow();
                foreach (var column in columns)
                {
                    if (column.Value(entity) is { } value)
                    {
                        writer.Write(value, column.Type);
                    }
                    else
                    {
                        writer.WriteNull();
                    }
                }
            }

            writer.Complete();
            waiting.Clear();
        }
    }

    public void Dispose() => Commit();

    private sealed record Table(string Name, List<MappedColumn> Columns, List<object> Waiting);
}
