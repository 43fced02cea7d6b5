using Microsoft.Data.Sqlite;
using Npgsql;

namespace OperateFirst.Portal.Data;

/// <summary>Why a database cannot be used, for the operator who starts the program.</summary>
public static class StartSentence
{
    private const string Settings = "See the setting Database:ConnectionString.";

    /// <returns>Null for a failure that is not the database's.</returns>
    public static string? Of(Exception failure) => failure switch
    {
        DatabaseRefusedException refused => refused.Message,
        SqliteException sqlite => $"The database cannot be used: {sqlite.Message} {Settings}",
        PostgresException refused => $"The database cannot be used: {WordsOf(refused)}",
        NpgsqlException unreachable => $"The database cannot be used: {Ended((unreachable.InnerException ?? unreachable).Message)} {Settings}",

        // EF Core wraps what may pass by itself.
        InvalidOperationException { InnerException: NpgsqlException wrapped } => Of(wrapped),
        _ => null,
    };

    private static string WordsOf(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName => $"{Ended(refused.MessageText)} Create it first, as in docs/operations.md. {Settings}",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => $"the server refuses the user or the password: {Ended(refused.MessageText)} {Settings}",
        PostgresErrorCodes.InsufficientPrivilege => $"the user of Database:ConnectionString may not do this: {Ended(refused.MessageText)} Let it own the database, or GRANT CREATE ON SCHEMA public to it. Nothing was changed.",
        _ => $"{Ended(refused.MessageText)} {Settings}",
    };

    private static string Ended(string words) => words.TrimEnd().EndsWith('.') ? words.TrimEnd() : words.TrimEnd() + ".";
}
