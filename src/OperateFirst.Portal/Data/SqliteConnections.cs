using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OperateFirst.Portal.Data;

/// <summary>How each connection is set when it opens.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Instance = new();

    // FULL: an acceptance must survive a power cut. The time-out covers other processes, and this one queues at the write gate;
    // a statement tries again until Database:LockWaitSeconds are over.
    private const string Pragmas = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 1000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        ForgetIfReadOnly(connection);
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
        ForgetIfReadOnly(connection);
    }

    /// <summary>Opening costs more than most queries: the connection stays open until its context is given back.</summary>
    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (eventData.Context is not SqlitePortalDbContext portal)
        {
            return result;
        }

        portal.Keep(connection);
        return InterceptionResult.Suppress();
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(ConnectionClosing(connection, eventData, result));

    // SQLite opens a file that may not be written for reading only, and the connection stays so when the file has healed.
    private static void ForgetIfReadOnly(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle } sqlite && SQLitePCL.raw.sqlite3_db_readonly(handle, "main") == 1)
        {
            SqliteConnection.ClearPool(sqlite);
        }
    }
}

/// <summary>A connection that may have gone bad with its file is not used again: the portal heals without a restart.</summary>
internal sealed class ForgetBrokenConnections : DbCommandInterceptor
{
    public static readonly ForgetBrokenConnections Instance = new();

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Forget(command, eventData);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Forget(command, eventData);
        return Task.CompletedTask;
    }

    private static void Forget(DbCommand command, CommandErrorEventData failed)
    {
        if (command.Connection is SqliteConnection connection && DatabaseTrouble.Of(failed.Exception) is { IsOfConnection: true })
        {
            SqliteConnection.ClearPool(connection);
        }
    }
}
