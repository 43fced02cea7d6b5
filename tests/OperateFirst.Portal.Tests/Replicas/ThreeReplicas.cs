using System.Net;
using OperateFirst.Portal.Tests.Deliveries;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Replicas;

/// <summary>Three portals that were started at one moment over an empty PostgreSQL, behind a proxy; the keys are protected by a certificate.</summary>
public sealed class ThreeReplicas : IAsyncLifetime
{
    private readonly TemporaryFolder data = new();
    private readonly TestDatabase database = TestDatabase.OnServer(PostgresServer.Create());
    private RoundRobinProxy? proxy;

    public PortalProcess[] Portals { get; private set; } = [];

    public RoundRobinProxy Proxy => proxy ?? throw new InvalidOperationException("Not started yet.");

    public PortalRows Rows => new(database);

    public async ValueTask InitializeAsync()
    {
        var settings = SettingsOf(database);
        settings["DataProtection:Certificate"] = SelfSigned.WritePem(data.Combine("keys.pem"));
        settings["Portal:DrainSeconds"] = "6";
        Portals = await PortalProcess.StartAllAsync(3, data.Path, settings, "Development");
        proxy = await RoundRobinProxy.StartAsync(Portals.Select(portal => portal.Address));
    }

    public async ValueTask DisposeAsync()
    {
        await (proxy?.DisposeAsync() ?? ValueTask.CompletedTask);
        foreach (var portal in Portals)
        {
            await portal.DisposeAsync();
        }

        database.Dispose();
        data.Dispose();
    }

    public static Dictionary<string, string?> SettingsOf(TestDatabase database)
    {
        var settings = database.Settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        settings["Proxies:Addresses:0"] = "127.0.0.1";
        settings["Serilog:MinimumLevel:Default"] = "Warning";
        return settings;
    }

    /// <summary>Somebody whose requests all go through the proxy.</summary>
    public Visitor Visit(CookieContainer? cookies = null) => new(
        new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() }) { BaseAddress = Proxy.Address });
}
