using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>The whole program in this process, over a database of its own. Nothing is delivered until a test dispatches.</summary>
/// <param name="settings">Settings by name: <c>SignIn:GitHub:ClientId</c>.</param>
/// <param name="services">Changes to what the program registered.</param>
public sealed class InProcessPortal(Dictionary<string, string>? settings = null, Action<IServiceCollection>? services = null) : WebApplicationFactory<Program>
{
    /// <summary>Https, so that the secure cookies of a sign-in come back.</summary>
    public static readonly Uri Address = new("https://localhost/");

    private readonly TemporaryFolder folder = new();
    private TestDatabase? database;

    /// <summary>Stands still at the time of the start until a test moves it on.</summary>
    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public ChangingSettings Changes { get; } = new();

    /// <summary>Where visitors seem to come from.</summary>
    public IPAddress VisitorsAddress { get; set; } = IPAddress.Loopback;

    /// <summary>A new person, with no cookies yet.</summary>
    public Visitor Visit() => new(CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = Address, AllowAutoRedirect = false }));

    /// <summary>Delivers what is due now.</summary>
    /// <returns>How many messages were tried.</returns>
    public Task<int> DispatchAsync() => Services.GetRequiredService<OutboxDispatcher>().RunOnceAsync(TestContext.Current.CancellationToken);

    public async Task<T> ReadAsync<T>(Func<PortalDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PortalDbContext>());
    }

    public Task<List<OutboxMessage>> MessagesAsync() => ReadAsync(
        db => db.OutboxMessages.AsNoTracking().OrderBy(message => message.Id).ToListAsync(TestContext.Current.CancellationToken));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        database?.Dispose();
        folder.Dispose();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        database = TestDatabase.Migrated(folder.Combine("portal.db"));
        builder.UseEnvironment("Development");
        builder.UseSetting("Deliveries:Folder", folder.Combine("deliveries"));
        builder.UseSetting("Serilog:MinimumLevel:Default", "Fatal");
        builder.UseSetting("Serilog:MinimumLevel:Override:Microsoft", "Fatal");
        foreach (var (name, value) in database.Settings.Concat(settings ?? []))
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureAppConfiguration((_, configuration) => configuration.Add(Changes));
        builder.ConfigureTestServices(registered =>
        {
            registered.Remove(registered.Single(service => service.ImplementationType?.Name == "OutboxWorker"));
            registered.Remove(registered.Single(service => service.ImplementationType?.Name == "ClockWorker"));
            registered.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
            registered.AddSingleton<IStartupFilter>(new ComingFrom(() => VisitorsAddress));
            services?.Invoke(registered);
        });
    }

    // The server in memory has no connections, so nobody would come from anywhere.
    private sealed class ComingFrom(Func<IPAddress> address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Connection.RemoteIpAddress = address();
                return rest(context);
            });
            next(app);
        };
    }
}
