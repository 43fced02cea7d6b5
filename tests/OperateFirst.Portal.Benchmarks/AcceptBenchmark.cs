using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>
/// Accepting an agreement, as the operation that the page calls, with 16 writers: state, ledger, progress and receipt in one commit that waits
/// for the disk. Beside it two rows by EF Core in such a commit, with one writer let in at a time, and nothing else.
/// </summary>
internal static class AcceptBenchmark
{
    private const int Writers = 16;
    private const int Projects = 20_000;
    private const int Rounds = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string folder)
    {
        var file = OutboxBenchmark.CopyOf(await FilledDatabase.OfAsync(Projects, folder), "accept");
        await using var portal = new MeasuredPortal(file);
        await using var bare = await BareWrites.OpenAsync(Path.Combine(folder, "bare.db"));
        var open = new ConcurrentQueue<Work>(await OpenAsync(portal));
        var (accepted, written) = (new Figures(), new Figures());
        await RunAsync(() => bare.WriteAsync(), TimeSpan.FromSeconds(2));
        await RunAsync(() => AcceptAsync(portal, open), TimeSpan.FromSeconds(2));
        for (var round = 0; round < Rounds; round++)
        {
            written.Add(await RunAsync(() => bare.WriteAsync(), Round));
            accepted.Add(await RunAsync(() => AcceptAsync(portal, open), Round));
        }

        var verdict = new Verdict();
        Console.WriteLine($"Two rows by EF Core, gated, FULL: {written.PerSecond:N0} commits a second, p99 {written.At99:N1} ms");
        Console.WriteLine($"Accepting an agreement:           {accepted.PerSecond:N0} a second, p99 {accepted.At99:N1} ms, median {accepted.Median:N1} ms");
        verdict.AtLeast("acceptances, of the bare writes", accepted.PerSecond / written.PerSecond, 0.4);
        verdict.AtMost("p99, times that of the bare writes", accepted.At99 / written.At99, 2.5);
        return verdict.Code;
    }

    private static async Task<List<double>> RunAsync(Func<Task> act, TimeSpan length)
    {
        var took = new ConcurrentBag<double>();
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(begun) < length)
            {
                var started = Stopwatch.GetTimestamp();
                await act();
                took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        return [.. took];
    }

    private static async Task AcceptAsync(MeasuredPortal portal, ConcurrentQueue<Work> open)
    {
        if (!open.TryDequeue(out var work))
        {
            throw new InvalidOperationException("All projects have accepted: fill more.");
        }

        await using var scope = portal.Services.CreateAsyncScope();
        portal.Services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = work.Lead };
        await scope.ServiceProvider.GetRequiredService<AcceptAgreement>().RunAsync(work.Slug, work.Agreement, work.Sha256, agreed: true, 0, CancellationToken.None);
    }

    private static async Task<List<Work>> OpenAsync(MeasuredPortal portal)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var texts = await db.CurrentAgreementsAsync(CancellationToken.None);
        var rows = await db.Projects.AsNoTracking().Include(project => project.Members).Where(project => !db.Set<Acceptance>().Any(acceptance => acceptance.ProjectId == project.Id))
            .OrderBy(project => project.Slug).ToListAsync();
        return
        [
            .. from text in texts
               from project in rows
               let lead = project.Members[0]
               select new Work(
                   new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"{lead.AccountId:N}"), new Claim(ClaimTypes.Name, lead.Name)], "filled")),
                   project.Slug, text.Agreement, text.Sha256),
        ];
    }

    private sealed record Work(ClaimsPrincipal Lead, string Slug, string Agreement, string Sha256);

    private sealed class Figures
    {
        private readonly List<double> took = [];
        private double seconds;

        public double PerSecond => took.Count / seconds;

        public double At99 => took.Order().ElementAt((int)(took.Count * 0.99));

        public double Median => took.Order().ElementAt(took.Count / 2);

        public void Add(List<double> round)
        {
            took.AddRange(round);
            seconds += Round.TotalSeconds;
        }
    }

    private sealed class BareWrites(ServiceProvider services) : IAsyncDisposable
    {
        private readonly SemaphoreSlim gate = new(1);

        public static async Task<BareWrites> OpenAsync(string file)
        {
            foreach (var old in new[] { file, $"{file}-wal", $"{file}-shm" })
            {
                File.Delete(old);
            }

            var services = new ServiceCollection().AddDbContextPool<BareContext>(options => options.UseSqlite($"Data Source={file}")).BuildServiceProvider();
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BareContext>();
            await db.Database.EnsureCreatedAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL");
            return new BareWrites(services);
        }

        public async Task WriteAsync()
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BareContext>();
            db.AddRange(new BareRow { Id = Guid.CreateVersion7(), Text = "accepted" }, new BareRow { Id = Guid.CreateVersion7(), Text = "promised" });
            await gate.WaitAsync();
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
            }
            finally
            {
                gate.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            gate.Dispose();
            await services.DisposeAsync();
            SqliteConnection.ClearAllPools();
        }
    }
}

internal sealed class BareContext(DbContextOptions<BareContext> options) : DbContext(options)
{
    public DbSet<BareRow> Rows => Set<BareRow>();
}

internal sealed class BareRow
{
    public Guid Id { get; init; }
    public string Text { get; init; } = "";
}
