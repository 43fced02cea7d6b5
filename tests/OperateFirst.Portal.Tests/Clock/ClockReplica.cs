using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Tests.Clock;

/// <summary>The clock of one process over a database, with a time of its own: where the time stands still, it is as one that was killed.</summary>
internal sealed class ClockReplica : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly IHostedService worker;

    public ClockReplica(IReadOnlyDictionary<string, string?> database, DateTimeOffset now)
    {
        Time = new FakeTimeProvider(now);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(database).Build();
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IHostEnvironment>(new Here())
            .AddSingleton<TimeProvider>(Time)
            .AddLogging()
            .AddData(configuration)
            .AddClock().AddClockJob<QuickJob>().AddSlowClockJob<SlowJob>()
            .AddSingleton(Jobs)
            .BuildServiceProvider();
        worker = services.GetServices<IHostedService>().Single(service => service.GetType().Name == "ClockWorker");
    }

    public FakeTimeProvider Time { get; }

    public RunJobs Jobs { get; } = new();

    public ClockClaim Claim => services.GetRequiredService<ClockClaim>();

    public Task StartAsync() => worker.StartAsync(CancellationToken.None);

    public Task StopAsync() => worker.StopAsync(CancellationToken.None);

    public Task<bool> TakesTurnAsync() => Claim.TakeAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await services.DisposeAsync();
    }

    private sealed class Here : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Development";
        public string ApplicationName { get; set; } = "OperateFirst.Portal";
        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}

/// <summary>What a replica's jobs have done.</summary>
internal sealed class RunJobs
{
    private int quick;

    /// <summary>Rounds of the job that ends at once.</summary>
    public int Quick => Volatile.Read(ref quick);

    public TaskCompletionSource SlowBegun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource SlowEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void CountQuick() => Interlocked.Increment(ref quick);
}

internal sealed class QuickJob(RunJobs jobs) : IClockJob
{
    public Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        jobs.CountQuick();
        return Task.FromResult(0);
    }
}

/// <summary>Goes on until it is told to stop.</summary>
internal sealed class SlowJob(RunJobs jobs) : IClockJob
{
    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        jobs.SlowBegun.TrySetResult();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = cancel.Register(stopped.SetResult);
        await stopped.Task;
        jobs.SlowEnded.TrySetResult();
        return 0;
    }
}
