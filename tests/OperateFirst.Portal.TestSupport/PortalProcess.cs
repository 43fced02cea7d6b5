namespace OperateFirst.Portal.TestSupport;

/// <summary>The published portal as a process of its own, which a test can kill at any moment and start again over the same data.</summary>
public sealed class PortalProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string published;
    private readonly Dictionary<string, string?> environment;
    private readonly string folder;
    private ChildProcess process;

    private PortalProcess(string published, Dictionary<string, string?> environment, string folder, Uri address)
    {
        this.published = published;
        this.environment = environment;
        this.folder = folder;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        process = Launch();
    }

    public Uri Address { get; }

    /// <summary>Without cookies, and without following redirects.</summary>
    public HttpClient Client { get; }

    /// <summary>What the running process has written so far.</summary>
    public string Output => process.Output;

    public IReadOnlyList<string> Lines => process.Lines;

    /// <summary>Starts the portal and waits until it answers.</summary>
    /// <param name="data">Holds the database and the deliveries, unless the settings say otherwise.</param>
    /// <param name="settings">Settings by name (<c>Smtp:Port</c> or <c>Smtp__Port</c>); a null value removes one.</param>
    /// <param name="port">The port that redirect addresses were registered with; 0: any free one.</param>
    /// <exception cref="InvalidOperationException">The portal ended at start; the message holds what it wrote.</exception>
    public static async Task<PortalProcess> StartAsync(
        string data, IReadOnlyDictionary<string, string?> settings, int port = 0, string environment = "Production", CancellationToken cancellationToken = default)
    {
        var address = Loopback.Address(port == 0 ? Loopback.FreePort() : port);
        var variables = Variables(data, settings, environment);
        variables["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority);
        var portal = new PortalProcess(await PublishedPortal.FolderAsync(), variables, data, address);
        try
        {
            await portal.WaitUntilReadyAsync(cancellationToken);
            return portal;
        }
        catch
        {
            await portal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts several at the same moment over one database; where one does not come up, none is left behind.</summary>
    public static async Task<PortalProcess[]> StartAllAsync(
        int count, string data, IReadOnlyDictionary<string, string?> settings, string environment = "Production", CancellationToken cancellationToken = default)
    {
        var starts = Enumerable.Range(0, count).Select(_ => StartAsync(data, settings, environment: environment, cancellationToken: cancellationToken)).ToList();
        try
        {
            return await Task.WhenAll(starts);
        }
        catch
        {
            foreach (var up in starts.Where(start => start.IsCompletedSuccessfully))
            {
                await (await up).DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Runs a verb of the program (<c>backup</c>, <c>doctor</c>) or a start that is to be refused, to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string data, IReadOnlyDictionary<string, string?> settings, IEnumerable<string> arguments,
        string environment = "Production", CancellationToken cancellationToken = default)
    {
        var variables = Variables(data, settings, environment);
        variables["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        await using var process = Launch(await PublishedPortal.FolderAsync(), arguments, data, variables);
        var exitCode = await process.WaitForExitAsync(StartLimit, cancellationToken);
        return (exitCode, process.Output);
    }

    /// <summary>As <c>kill -9</c>: nothing is finished, nothing is said.</summary>
    public Task KillAsync() => process.KillAsync();

    /// <summary>Asks it to end, as a machine that shuts down or a platform that replaces it does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync(TimeSpan within, CancellationToken cancellationToken = default)
    {
        await process.SignalAsync("TERM");
        return await process.WaitForExitAsync(within, cancellationToken);
    }

    /// <summary>It gets no time any more, as on a machine that is overloaded or asleep; its connections stay.</summary>
    public Task StopAsync() => process.SignalAsync("STOP");

    public Task ContinueAsync() => process.SignalAsync("CONT");

    /// <summary>Starts it again on the same port over the same data; kills it first where it still runs.</summary>
    /// <param name="changed">Settings to set, change or remove from now on.</param>
    public async Task RestartAsync(IReadOnlyDictionary<string, string?>? changed = null, CancellationToken cancellationToken = default)
    {
        await process.DisposeAsync();
        foreach (var (name, value) in changed ?? new Dictionary<string, string?>())
        {
            environment[Variable(name)] = value;
        }

        process = Launch();
        await WaitUntilReadyAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await process.DisposeAsync();
    }

    private static string Variable(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    private static Dictionary<string, string?> Variables(string data, IReadOnlyDictionary<string, string?> settings, string environment)
    {
        Dictionary<string, string?> variables = new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["DOTNET_ENVIRONMENT"] = environment,
            ["Database__ConnectionString"] = $"Data Source={Path.Combine(data, "portal.db")}",
            ["Deliveries__Folder"] = Path.Combine(data, "deliveries"),

            // A test's load comes from one address.
            ["RateLimits__Requests"] = "0",
            ["RateLimits__Forms"] = "0",
            ["RateLimits__SignIns"] = "0",
        };
        foreach (var (name, value) in settings)
        {
            variables[Variable(name)] = value;
        }

        return variables;
    }

    private static ChildProcess Launch(string published, IEnumerable<string> arguments, string folder, Dictionary<string, string?> environment) =>
        ChildProcess.Start("dotnet", [Path.Combine(published, "OperateFirst.Portal.dll"), .. arguments], folder, environment);

    private ChildProcess Launch() => Launch(published, [], folder, environment);

    /// <summary>Any answer to HTTP will do: the server listens only after everything that start does.</summary>
    private Task WaitUntilReadyAsync(CancellationToken cancellationToken) => Until.TrueAsync(
        "the portal answers",
        async () =>
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The portal ended with {process.ExitCode} at start:\n{Output}");
            }

            try
            {
                using var response = await Client.GetAsync(new Uri("/health/live", UriKind.Relative), cancellationToken);
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        StartLimit,
        cancellationToken);
}
