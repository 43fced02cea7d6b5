using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace OperateFirst.Portal.Data;

public sealed class DatabaseOptions
{
    public const string Section = "Database";
    public const string Sqlite = "Sqlite";
    public const string Postgres = "Postgres";

    /// <summary><c>Sqlite</c>: one file, for one machine. <c>Postgres</c>: a server, for several replicas.</summary>
    public string Provider { get; init; } = Sqlite;

    /// <summary>Empty, with SQLite only: <c>App_Data/portal.db</c> under the content root.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Seconds that a statement waits while another program holds the SQLite file; then the request is answered with 503.</summary>
    public int LockWaitSeconds { get; init; } = 10;

    public bool IsPostgres => IsWritten(Provider, Postgres);

    /// <summary>Of settings that are not checked yet.</summary>
    internal static bool IsPostgresIn(IConfiguration settings) => IsWritten(settings[$"{Section}:{nameof(Provider)}"] ?? "", Postgres);

    internal static bool IsWritten(string value, string name) => value.Equals(name, StringComparison.OrdinalIgnoreCase);
}

internal sealed class DatabaseOptionsCheck : IValidateOptions<DatabaseOptions>
{
    private const string PostgresExample = "Host=database.example.org;Database=portal;Username=portal;Password=…";
    private const string SqliteExample = "Data Source=/var/lib/portal/portal.db";

    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var wrong = new List<string>();
        if (options.LockWaitSeconds is < 1 or > 60)
        {
            wrong.Add("Database:LockWaitSeconds must be from 1 to 60.");
        }

        if (ProviderProblem(options) is { } problem)
        {
            wrong.Add(problem);
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    /// <returns>A sentence where provider and connection string do not fit; it repeats nothing of the text, which may hold a password.</returns>
    internal static string? ProviderProblem(DatabaseOptions options)
    {
        var (isPostgres, set) = (options.IsPostgres, options.ConnectionString);
        if (!isPostgres && !DatabaseOptions.IsWritten(options.Provider, DatabaseOptions.Sqlite))
        {
            return "Database:Provider must be Sqlite or Postgres.";
        }

        var (forSqlite, forPostgres) = (IsSqlite(set), IsPostgres(set));
        return (isPostgres, forSqlite, forPostgres) switch
        {
            (true, true, _) when set.Length > 0 => $"Database:Provider is Postgres, but Database:ConnectionString names a file of SQLite. Set one such as {PostgresExample}, or Database:Provider=Sqlite.",
            (true, _, false) => $"Database:ConnectionString must be one of PostgreSQL, such as {PostgresExample}.",
            (false, false, true) => $"Database:Provider is Sqlite, but Database:ConnectionString names a server of PostgreSQL. Set Database:Provider=Postgres, or a file such as {SqliteExample}.",
            (false, false, _) => $"Database:ConnectionString must be one of SQLite, such as {SqliteExample}.",
            _ => null,
        };
    }

    private static bool IsSqlite(string set) => IsTaken(set, text => set.Length == 0 || new SqliteConnectionStringBuilder(text).DataSource.Length > 0);

    private static bool IsPostgres(string set) => IsTaken(set, text => new NpgsqlConnectionStringBuilder(text) is { Host: { Length: > 0 }, Database: { Length: > 0 } });

    private static bool IsTaken(string set, Func<string, bool> read)
    {
        try
        {
            return read(set);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
