using System.Data.Common;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Data;

/// <summary>A portal whose database can be made to refuse, by SQLite itself. It waits a second for a lock, and its workers run.</summary>
public sealed class TroubledPortal : IDisposable
{
    private readonly Trouble trouble = new();

    public TroubledPortal()
        : this(1)
    {
    }

    internal TroubledPortal(int lockWaitSeconds) => App = new PortalApp(_ => { }, null, builder =>
    {
        builder.UseSetting("Database:LockWaitSeconds", $"{lockWaitSeconds}");
        builder.UseSetting("Serilog:MinimumLevel:Default", "Fatal");
        builder.ConfigureTestServices(services =>
        {
            services.ConfigureDbContext<SqlitePortalDbContext>(db => db.AddInterceptors(trouble, trouble.Failures));
            AddWorker(services, typeof(OutboxDispatcher), "OutboxWorker");
            AddWorker(services, typeof(ClockRounds), "ClockWorker");
        });
    });

    public PortalApp App { get; }

    /// <summary>Statements that the database has refused.</summary>
    public int Refused => trouble.Failures.Count;

    /// <summary>How often a connection was opened that would refuse.</summary>
    public int OpenedInTrouble => trouble.Opened;

    public void FillDisk() => trouble.Pragmas = $"PRAGMA max_page_count = {Scalar("SELECT page_count FROM pragma_page_count")}";

    public void ForbidWriting() => trouble.Pragmas = "PRAGMA query_only = 1";

    public void Heal() => trouble.Pragmas = Trouble.None;

    /// <summary>Another program that writes until it is disposed of.</summary>
    public SqliteConnection Lock()
    {
        var connection = Open();
        Run(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    /// <summary>Rows of all tables, by table.</summary>
    public IReadOnlyDictionary<string, long> Rows() => Tables.CountIn(App.Database);

    public long Scalar(string sql)
    {
        using var connection = Open();
        return Tables.Scalar(connection, sql);
    }

    public void Run(string sql)
    {
        using var connection = Open();
        Run(connection, sql);
    }

    public void Dispose() => App.Dispose();

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    // The host of the tests has taken the workers out.
    private static void AddWorker(IServiceCollection services, Type beside, string name)
    {
        var worker = beside.Assembly.GetType($"{beside.Namespace}.{name}", throwOnError: true);
        services.AddSingleton(typeof(Microsoft.Extensions.Hosting.IHostedService), worker ?? beside);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={App.Database};Pooling=False");
        connection.Open();
        return connection;
    }

    private sealed class Trouble : DbConnectionInterceptor
    {
        public const string None = "PRAGMA query_only = 0; PRAGMA max_page_count = 1073741823";

        private int opened;

        public string Pragmas { get; set; } = None;

        public FailedStatements Failures { get; } = new();

        public int Opened => Volatile.Read(ref opened);

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Set(connection);
            return Task.CompletedTask;
        }

        private void Set(DbConnection connection)
        {
            Interlocked.Add(ref opened, Pragmas == None ? 0 : 1);
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are written in this file.
            command.CommandText = $"{None}; {Pragmas}";
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    private sealed class FailedStatements : DbCommandInterceptor
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref count);
            return Task.CompletedTask;
        }
    }
}

/// <summary>What is in a database's file.</summary>
internal static class Tables
{
    public static Dictionary<string, long> CountIn(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        return NamesIn(connection).ToDictionary(table => table, table => Scalar(connection, $"SELECT COUNT(*) FROM \"{table}\""));
    }

    /// <summary>Every row of a table as text, in the order of its key.</summary>
    public static List<string> RowsOf(string database, string table, string columns)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        return Texts(connection, $"SELECT concat_ws('|', {columns}) FROM \"{table}\" ORDER BY \"Id\"");
    }

    /// <summary>Carries out statements as somebody who knows no rule of the database.</summary>
    public static void Run(string database, string statements)
    {
        using var connection = new SqliteConnection($"Data Source={database};Foreign Keys=False;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = statements;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Makes the database as a former version left it.</summary>
    /// <param name="schema">A file of Schemas.</param>
    public static void Load(string database, string schema) =>
        Run(database, File.ReadAllText(RepositoryFolder.Combine("tests", "OperateFirst.Portal.Tests", "Data", "Schemas", schema)));

    public static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private static List<string> NamesIn(SqliteConnection connection) => Texts(
        connection,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' AND name <> 'DataProtectionKeys' ORDER BY name");

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }
}
