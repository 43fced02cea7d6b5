using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>Databases of many projects, in files.</summary>
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

    /// <summary>The page of the project of the persona cooktheryan: both agreements are accepted, and a request waits.</summary>
    public static string MeasuredProject(int projects) => $"/projects/{FilledProject.SlugOf(projects + Filler.Waiting)}";

    public static async Task<int> FillAsync(string file, int projects)
    {
        var started = Stopwatch.GetTimestamp();

        // The program itself makes the tables and publishes the texts, and whoever signs in later has an account already.
        await using (var portal = new MeasuredPortal(file))
        {
            await portal.CookiesOfAsync("bburns");
            await portal.CookiesOfAsync("operator");
            await portal.CookiesOfAsync("cooktheryan");
            await using var scope = portal.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            await new Filler(db, scope.ServiceProvider).RunAsync(file, projects);
        }

        SqliteConnection.ClearAllPools();
        Console.WriteLine($"{Path.GetFileName(file)}: {projects:N0} projects in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s, {new FileInfo(file).Length / 1e6:N0} MB");
        return 0;
    }
}
