using System.Diagnostics;

namespace OperateFirst.Portal.TestSupport;

/// <summary>A program started by a test: its output is kept and can be waited for, and it is ended by its own id.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Only after the end of the program.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Standard output and standard error so far, in the order in which the lines came.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    public string Output => string.Join('\n', Lines);

    /// <param name="environment">Added to this process's own environment; a null value removes a variable.</param>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string workingFolder, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        child.process.OutputDataReceived += (_, received) => child.Add(received.Data);
        child.process.ErrorDataReceived += (_, received) => child.Add(received.Data);
        child.process.Exited += (_, _) => child.Signal();
        child.process.Start();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    public async Task WriteLineAsync(string line, CancellationToken cancellationToken = default)
    {
        await process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>The first line, past or to come, from which <paramref name="pick"/> makes something.</summary>
    /// <exception cref="InvalidOperationException">The program ended without it; the message holds its output.</exception>
    public async Task<T> WaitForLineAsync<T>(Func<string, T?> pick, TimeSpan? within = null, CancellationToken cancellationToken = default)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within ?? Patience);
        for (var next = 0; ; next++)
        {
            var line = await LineAsync(next, limit.Token);
            if (line is null)
            {
                throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {ExitCode} before it said what was waited for:\n{Output}");
            }

            if (pick(line) is { } picked)
            {
                return picked;
            }
        }
    }

    /// <summary>Waits until the program has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within ?? Patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Ends the program as <c>kill -9</c> does: it gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by its name: TERM, STOP, CONT.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private async Task<string?> LineAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            bool ended;
            lock (gate)
            {
                if (index < lines.Count)
                {
                    return lines[index];
                }

                ended = process.HasExited;
                wait = changed.Task;
            }

            if (ended)
            {
                // The output's last lines may come after the end of the process itself.
                await process.WaitForExitAsync(cancellationToken);
                lock (gate)
                {
                    return index < lines.Count ? lines[index] : null;
                }
            }

            await wait.WaitAsync(cancellationToken);
        }
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            lock (gate)
            {
                lines.Add(line);
            }

            Signal();
        }
    }

    private void Signal()
    {
        TaskCompletionSource signalled;
        lock (gate)
        {
            signalled = changed;
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        signalled.SetResult();
    }
}
