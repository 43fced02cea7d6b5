namespace OperateFirst.Portal.Data;

public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>Sqlite</c> is the only provider so far.</summary>
    public string Provider { get; init; } = "Sqlite";

    /// <summary>Empty: <c>App_Data/portal.db</c> under the content root.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Seconds that a statement waits while another program holds the database; then the request is answered with 503.</summary>
    public int LockWaitSeconds { get; init; } = 10;
}
