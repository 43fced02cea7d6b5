using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>Looks into a portal's database from beside it, whichever of the two it is.</summary>
public sealed class PortalRows(TestDatabase database)
{
    public long Count(string sql) => Read(sql, reader => Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture)).Single();

    public IReadOnlyList<string> Texts(string sql) => Read(sql, reader => reader.GetString(0));

    /// <param name="time">Of the parameter <c>@time</c>, UTC.</param>
    public IReadOnlyList<T> Read<T>(string sql, Func<DbDataReader, T> read, DateTime? time = null)
    {
        using var connection = database.Open();
        using var command = CommandOf(connection, sql, time);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public int Change(string sql, DateTime? time = null)
    {
        using var connection = database.Open();
        using var command = CommandOf(connection, sql, time);
        return command.ExecuteNonQuery();
    }

    /// <summary>What workers hold now, each with its holder.</summary>
    public IReadOnlyList<(string Id, string Owner)> Leased(string and = "1 = 1", DateTime? time = null) => Read(
        $"SELECT CAST(\"Id\" AS text), CAST(\"LeaseOwner\" AS text) FROM \"OutboxMessages\" WHERE \"State\" = 'queued' AND \"LeaseOwner\" IS NOT NULL AND {and}",
        reader => (reader.GetString(0), reader.GetString(1)),
        time);

    /// <summary>How many of them are still held by the same.</summary>
    public int CountHeld(IReadOnlyList<(string Id, string Owner)> leased) => Leased().Count(leased.Contains);

    /// <summary>How many of them are held by a lease that has not ended.</summary>
    public int CountLeased(IReadOnlyList<(string Id, string Owner)> leased) =>
        Leased("\"LeaseEndsAtUtc\" > @time", TimeProvider.System.GetUtcNow().UtcDateTime).Count(leased.Contains);

    /// <summary>False where a process holds a file of SQLite for itself.</summary>
    public bool CanBeWritten()
    {
        using var connection = database.Open();
        if (connection is not SqliteConnection file)
        {
            return true;
        }

        file.DefaultTimeout = 2;
        try
        {
            using var transaction = file.BeginTransaction(deferred: false);
            return true;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == 5)
        {
            return false;
        }
    }

    private static DbCommand CommandOf(DbConnection connection, string sql, DateTime? time)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are written in the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (time is { } given)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@time", given);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
