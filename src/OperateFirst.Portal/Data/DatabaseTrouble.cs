using Microsoft.Data.Sqlite;
using Npgsql;

namespace OperateFirst.Portal.Data;

/// <summary>Why the database cannot be read or written right now. The same request may pass later; a mistake of the program is no such trouble.</summary>
/// <param name="Reason">For operators, after "The database cannot be used right now:".</param>
/// <param name="IsOfConnection">True where an open connection may have gone bad with it.</param>
public sealed record DatabaseTrouble(string Reason, bool IsOfConnection)
{
    // https://sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private static readonly HashSet<string> ServerGone =
    [
        PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow,
    ];

    private static readonly HashSet<string> OthersInTheWay =
    [
        PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.DeadlockDetected, PostgresErrorCodes.LockNotAvailable, PostgresErrorCodes.QueryCanceled,
    ];

    /// <returns>Null for a failure that is something else.</returns>
    public static DatabaseTrouble? Of(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (OfOne(cause) is { } trouble)
            {
                return trouble;
            }
        }

        return null;
    }

    private static DatabaseTrouble? OfOne(Exception cause) => cause switch
    {
        WriteGateException => new("others have been writing for very long", false),
        SqliteException { SqliteErrorCode: Busy or Locked } => new("another program holds it", false),
        SqliteException { SqliteErrorCode: Full } => new("the disk is full", false),
        SqliteException { SqliteErrorCode: ReadOnly } => new("the file cannot be written", true),
        SqliteException { SqliteErrorCode: InputOutput } => new("the disk failed to read or write", true),
        SqliteException { SqliteErrorCode: CannotOpen } => new("the file cannot be opened", true),
        SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => new("the file is damaged: restore a backup", true),
        PostgresException { SqlState: var code } when ServerGone.Contains(code) => new("the server is stopping or starting", true),
        PostgresException { SqlState: var code } when OthersInTheWay.Contains(code) => new("others hold what is to be written", false),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => new("the server has no connection left", false),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new("the server's disk is full", false),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => new("the server can only be read", true),
        PostgresException => null,
        NpgsqlException => new("the server cannot be reached", true),
        _ => null,
    };
}

/// <summary>The turn to write did not come in time.</summary>
public sealed class WriteGateException() : Exception("The turn to write did not come in time.");

/// <summary>A database that must not be used as it is; the message is a sentence for an operator.</summary>
public sealed class DatabaseRefusedException(string sentence) : Exception(sentence);
