using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>Writes entities as the model maps them, without tracking: prepared statements in large transactions.</summary>
internal sealed class BulkInsert(SqliteConnection connection, IModel model) : IFill
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
            var columns = MappedColumn.Of(type);
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
    }
}
