using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>What the portal's pages are measured against: a bare Razor Page with 50 rows by EF Core, 12 KB, in a program that does nothing else.</summary>
internal sealed class ReferencePage(WebApplication app, SqliteConnection open, RawClient client, byte[] request) : IAsyncDisposable
{
    private const int Rows = 50;

    public void Ask() => client.Ask(request);

    public static async Task<ReferencePage> StartAsync()
    {
        var open = new SqliteConnection("Data Source=reference;Mode=Memory;Cache=Shared");
        open.Open();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(ReferencePage).Assembly.GetName().Name });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.None);
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddDbContextPool<ReferenceContext>(options => options.UseSqlite(open.ConnectionString));

        // Its own page alone: the portal's layout is not bare.
        builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts =>
        {
            foreach (var part in parts.ApplicationParts.Where(part => part.Name == "OperateFirst.Portal").ToList())
            {
                parts.ApplicationParts.Remove(part);
            }
        });
        var app = builder.Build();
        app.MapRazorPages();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ReferenceContext>();
            await db.Database.EnsureCreatedAsync();
            db.AddRange(Enumerable.Range(1, Rows).Select(id => new ReferenceRow { Id = id, Name = $"project-{id:D6}", Lead = $"lead-{id:D6}", State = "Waiting for the coordinator", AtUtc = DateTime.UnixEpoch.AddDays(id) }));
            await db.SaveChangesAsync();
        }

        await app.StartAsync();
        var address = new Uri(app.Urls.First());
        return new ReferencePage(app, open, new RawClient(address), RawClient.RequestFor(address, "/reference", ""));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        await open.DisposeAsync();
    }
}

internal sealed class ReferenceContext(DbContextOptions<ReferenceContext> options) : DbContext(options)
{
    public DbSet<ReferenceRow> Rows => Set<ReferenceRow>();
}

public sealed class ReferenceRow
{
    public int Id { get; init; }
    public string Name { get; init; } = "";
    public string Lead { get; init; } = "";
    public string State { get; init; } = "";
    public DateTime AtUtc { get; init; }
}

public sealed class ReferenceModel(IServiceProvider services) : PageModel
{
    public IReadOnlyList<ReferenceRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) =>
        Rows = await services.GetRequiredService<ReferenceContext>().Rows.AsNoTracking().OrderBy(row => row.Id).ToListAsync(cancel);
}
