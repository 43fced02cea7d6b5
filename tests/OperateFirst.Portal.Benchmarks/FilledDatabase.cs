using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>Databases of many projects, in files, or on a server.</summary>
internal static class FilledDatabase
{
    /// <summary>A file with that many projects: from the folder if it is there already, else made now.</summary>
    public static async Task<string> OfAsync(int projects, string folder)
    {
        var file = Path.Combine(folder, $"portal-{projects}.db");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(folder);
            await FillAsync($"{file}.part", projects);
            File.Move($"{file}.part", file);
        }

        return file;
    }

    /// <summary>A database <c>bench_…</c> with that many projects: the one that is on the server already, else made now.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> OnServerAsync(int projects, string server)
    {
        string At(string database) => new NpgsqlConnectionStringBuilder(server) { Database = database, IncludeErrorDetail = true }.ToString();
        var (whole, part) = ($"bench_{projects}", $"bench_{projects}_part");
        await using var source = NpgsqlDataSource.Create(At("postgres"));
        if (await source.CreateCommand($"SELECT 1 FROM pg_database WHERE datname = '{whole}'").ExecuteScalarAsync() is null)
        {
            await source.CreateCommand($"DROP DATABASE IF EXISTS {part}").ExecuteNonQueryAsync();
            await source.CreateCommand($"CREATE DATABASE {part}").ExecuteNonQueryAsync();
            await FillAsync(At(part), projects);
            NpgsqlConnection.ClearAllPools();
            await source.CreateCommand($"ALTER DATABASE {part} RENAME TO {whole}").ExecuteNonQueryAsync();
        }

        return At(whole);
    }

    /// <summary>The page of the project of the persona cooktheryan: both agreements are accepted, and a request waits.</summary>
    public static string MeasuredProject(int projects) => $"/projects/{FilledProject.SlugOf(projects + Filler.Waiting)}";

    /// <param name="database">A file's name, or a connection string of PostgreSQL.</param>
    public static async Task<int> FillAsync(string database, int projects)
    {
        var started = Stopwatch.GetTimestamp();

        // The program itself makes the tables and publishes the texts, and whoever signs in later has an account already.
        await using (var portal = new MeasuredPortal(database))
        {
            await portal.CookiesOfAsync("bburns");
            await portal.CookiesOfAsync("operator");
            await portal.CookiesOfAsync("cooktheryan");
            await using var scope = portal.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            using var connection = MeasuredPortal.IsOnServer(database) ? (IDisposable)OpenServer(database) : OpenFile(database);
            await new Filler(db, scope.ServiceProvider).RunAsync(model => Fill(connection, model), projects);
            Finish(connection);
        }

        SqliteConnection.ClearAllPools();
        Console.WriteLine($"{projects:N0} projects in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
        return 0;
    }

    private static IFill Fill(IDisposable connection, IModel model) => connection is NpgsqlConnection server ? new ServerCopy(server, model) : new BulkInsert((SqliteConnection)connection, model);

    private static void Finish(IDisposable connection)
    {
        // As autovacuum would have it after a while.
        if (connection is NpgsqlConnection server)
        {
            using var analyze = new NpgsqlCommand("VACUUM ANALYZE", server) { CommandTimeout = 0 };
            analyze.ExecuteNonQuery();
        }
    }

    private static NpgsqlConnection OpenServer(string database)
    {
        var connection = new NpgsqlConnection(database);
        connection.Open();
        return connection;
    }

    private static SqliteConnection OpenFile(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var pragmas = connection.CreateCommand();

        // It can be filled again: no need to wait for the disk.
        pragmas.CommandText = "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY";
        pragmas.ExecuteNonQuery();
        return connection;
    }
}
