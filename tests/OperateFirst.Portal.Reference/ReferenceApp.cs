using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace OperateFirst.Portal.Reference;

/// <summary>What the portal is measured against: a bare Razor Page with 50 rows by EF Core, 12 KB, in a program that does nothing else.</summary>
internal static class ReferenceApp
{
    private const int Rows = 50;

    public static async Task Main(string[] args)
    {
        await using var open = Open();
        await using var app = await BuildAsync(open, args.Length > 0 ? args[0] : "http://127.0.0.1:0");
        await app.RunAsync();
    }

    /// <summary>The database lies in memory for as long as this connection is open.</summary>
    public static SqliteConnection Open()
    {
        var open = new SqliteConnection("Data Source=reference;Mode=Memory;Cache=Shared");
        open.Open();
        return open;
    }

    public static async Task<WebApplication> BuildAsync(SqliteConnection open, string address)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(ReferenceApp).Assembly.GetName().Name });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.None);
        builder.WebHost.UseKestrelCore().UseUrls(address);
        builder.Services.AddDbContextPool<ReferenceContext>(options => options.UseSqlite(open.ConnectionString));
        builder.Services.AddRazorPages();
        var app = builder.Build();
        app.MapRazorPages();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ReferenceContext>();
        await db.Database.EnsureCreatedAsync();
        db.AddRange(Enumerable.Range(1, Rows).Select(id => new ReferenceRow { Id = id, Name = $"project-{id:D6}", Lead = $"lead-{id:D6}", State = "Waiting for the coordinator", AtUtc = DateTime.UnixEpoch.AddDays(id) }));
        await db.SaveChangesAsync();
        return app;
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
