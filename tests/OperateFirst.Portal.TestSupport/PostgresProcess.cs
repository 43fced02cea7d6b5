using System.Globalization;
using Npgsql;

namespace OperateFirst.Portal.TestSupport;

/// <summary>A PostgreSQL server of a test's own, which it can crash, stop and start again; on the loopback only.</summary>
public sealed class PostgresProcess : IAsyncDisposable
{
    // As root the server refuses to run.
    private const string User = "postgres";

    private readonly TemporaryFolder folder;
    private readonly string programs;
    private readonly int port = Loopback.FreePort();
    private ChildProcess? server;

    private PostgresProcess(TemporaryFolder folder, string programs) => (this.folder, this.programs) = (folder, programs);

    /// <summary>To the server's own database.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Username=portal;Database=postgres";

    private string Data => folder.Combine("data");

    public static async Task<PostgresProcess> StartAsync(CancellationToken cancellationToken = default)
    {
        var process = new PostgresProcess(new TemporaryFolder(), Programs());
        try
        {
            if (Environment.UserName == "root")
            {
                await EndAsync(ChildProcess.Start("chown", [User, process.folder.Path], "/"), cancellationToken);
            }

            await process.RunAsync("initdb", ["--pgdata", process.Data, "--username=portal", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"], cancellationToken);
            await process.GoOnAsync(cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the server: at once and with nothing finished, as a crash, or having let what runs be rolled back.</summary>
    public async Task StopAsync(bool crash, CancellationToken cancellationToken = default)
    {
        await RunAsync("pg_ctl", ["stop", "--pgdata", Data, "--mode", crash ? "immediate" : "fast", "--wait"], cancellationToken);
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
        server = null;
    }

    /// <summary>Starts it over the same data and waits until it takes connections.</summary>
    public async Task GoOnAsync(CancellationToken cancellationToken = default)
    {
        // It ends with the standard input, so none outlives a run of the tests that is killed.
        const string UntilInputEnds = "\"$@\" & server=$!; cat >/dev/null; kill -QUIT $server";
        server = Start("sh", ["-c", UntilInputEnds, "sh", Path.Combine(programs, "postgres"), "-D", Data, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200", "-c", "shared_buffers=32MB"]);
        await Until.TrueAsync("PostgreSQL takes connections", TakesConnectionsAsync, cancellationToken: cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await StopAsync(crash: true);
        }

        folder.Dispose();
    }

    private static string Programs()
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")) : [];
        var named = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.OrderDescending(StringComparer.Ordinal).Concat(named).FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb")) && File.Exists(Path.Combine(path, "postgres")))
            ?? throw new InvalidOperationException("This test needs the programs of PostgreSQL: install the package postgresql.");
    }

    private static async Task EndAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        await using (process)
        {
            var exitCode = await process.WaitForExitAsync(cancellationToken: cancellationToken);
            if (exitCode != 0)
            {
                throw new InvalidOperationException($"It ended with {exitCode}:\n{process.Output}");
            }
        }
    }

    private Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        EndAsync(Start(Path.Combine(programs, program), arguments), cancellationToken);

    private ChildProcess Start(string program, IEnumerable<string> arguments) => Environment.UserName == "root"
        ? ChildProcess.Start("setpriv", ["--reuid", User, "--regid", User, "--clear-groups", program, .. arguments], folder.Path)
        : ChildProcess.Start(program, arguments, folder.Path);

    private async Task<bool> TakesConnectionsAsync()
    {
        if (server is { HasExited: true })
        {
            throw new InvalidOperationException($"PostgreSQL ended:\n{server.Output}");
        }

        try
        {
            await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=False");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
