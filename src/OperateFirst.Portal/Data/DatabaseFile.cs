using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Data;

/// <summary>The database's file, as the settings name it.</summary>
public sealed class DatabaseFile(IOptions<DatabaseOptions> options, IHostEnvironment environment)
{
    /// <summary>What SQLite keeps beside a database while it is open, or after a kill.</summary>
    public static readonly IReadOnlyList<string> Companions = ["-wal", "-shm", "-journal"];

    public string FullPath => Path.GetFullPath(Settings.DataSource);

    /// <summary>True where a path leads to this file, also by links.</summary>
    public bool Is(string path) => WithoutLinks(path) == WithoutLinks(FullPath);

    public string ConnectionString => Settings.ToString();

    private SqliteConnectionStringBuilder Settings
    {
        get
        {
            var set = options.Value.ConnectionString;
            var settings = new SqliteConnectionStringBuilder(set.Length > 0 ? set : $"Data Source={Path.Combine(environment.ContentRootPath, "App_Data", "portal.db")}")
            {
                ForeignKeys = true,
                DefaultTimeout = options.Value.LockWaitSeconds,
            };

            // Only the start makes a database: one whose disk is away for a moment must not come back empty.
            settings.Mode = settings.Mode == SqliteOpenMode.ReadWriteCreate ? SqliteOpenMode.ReadWrite : settings.Mode;
            return settings;
        }
    }

    /// <summary>The default folder is made; one that the settings name has to be there.</summary>
    public void MakeFolder()
    {
        if (options.Value.ConnectionString.Length == 0)
        {
            Directory.CreateDirectory(Path.Combine(environment.ContentRootPath, "App_Data"));
        }
    }

    /// <summary>A connection of its own to any database's file; it is really closed with its end.</summary>
    internal static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 2 }.ToString());
        connection.Open();
        return connection;
    }

    // Of a path, .NET follows only its last link.
    private static string WithoutLinks(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder)
        {
            return full;
        }

        var here = Path.Combine(WithoutLinks(folder), Path.GetFileName(full));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } target ? WithoutLinks(target.FullName) : here;
    }

    internal static void Delete(string file)
    {
        foreach (var part in Companions.Append("").Select(end => file + end))
        {
            File.Delete(part);
        }
    }
}
