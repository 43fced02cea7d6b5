using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Mail;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.BrowserTests.TestSupport;

/// <summary>The whole portal in this process on a port that browsers reach, with a database and a delivery folder of its own.</summary>
public sealed class PortalHost : WebApplicationFactory<Program>
{
    /// <summary>A login whose comments on GitHub are shown.</summary>
    public const string GitHubOperator = "octo-operator";

    private readonly TemporaryFolder data = new();
    private readonly TestDatabase database;

    public PortalHost()
    {
        Address = Loopback.Address(Loopback.FreePort());
        UseKestrel();
        database = TestDatabase.Migrated(data.Combine("portal.db"));
        StartServer();
    }

    public Uri Address { get; }

    /// <summary>Held while a test looks at what waits.</summary>
    public MailGate Mail { get; } = new();

    /// <summary>The content files as they read now: setting them is like a restart after they were edited.</summary>
    public PortalContent Content { get; set; } = ContentLoader.Load(ContentOptions.ShippedFolder);

    public string DeliveryFolder => data.Combine("deliveries");

    /// <summary>Reads from the database what no page shows.</summary>
    public async Task<T> ReadAsync<T>(Func<PortalDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PortalDbContext>());
    }

    /// <summary>Delivered files whose names match, in the order in which they were promised.</summary>
    /// <param name="pattern">As the file system has it: <c>*invitation-requested*.eml</c>.</param>
    public IReadOnlyList<string> Delivered(string pattern) =>
        Directory.Exists(DeliveryFolder) ? [.. Directory.GetFiles(DeliveryFolder, pattern).Order(StringComparer.Ordinal)] : [];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");

        // Not by UseKestrel(port), which sets it while the program runs on already and may be too late.
        builder.UseUrls(Address.GetLeftPart(UriPartial.Authority));
        foreach (var (name, value) in database.Settings)
        {
            builder.UseSetting(name, value);
        }

        builder.UseSetting("Deliveries:Folder", DeliveryFolder);
        builder.UseSetting("Portal:Address", Address.GetLeftPart(UriPartial.Authority));
        builder.UseSetting("Roles:Operators:1", $"github:{GitHubOperator}");
        builder.UseSetting("Serilog:MinimumLevel:Default", "Warning");
        builder.ConfigureTestServices(services => services
            .Replace(ServiceDescriptor.Transient(_ => Content))
            .AddSingleton<IStartupFilter, AnybodySignsIn>()
            .AddSingleton<IMailSender>(provider => new GatedMailSender(ActivatorUtilities.CreateInstance<FolderMailSender>(provider), Mail)));
    }

    protected override void Dispose(bool disposing)
    {
        Mail.Open();
        base.Dispose(disposing);
        if (disposing)
        {
            database.Dispose();
            data.Dispose();
        }
    }

    private sealed class GatedMailSender(IMailSender sender, MailGate gate) : IMailSender
    {
        public async Task<Outbox.Delivery> SendAsync(PortalMail mail, CancellationToken cancel)
        {
            await gate.PassAsync(cancel);
            return await sender.SendAsync(mail, cancel);
        }
    }
}

/// <summary>Stands before the mail sender: open, or closed until a test has seen what waits.</summary>
public sealed class MailGate
{
    private TaskCompletionSource? closed;

    public void Close() => closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        closed?.TrySetResult();
        closed = null;
    }

    public Task PassAsync(CancellationToken cancel) => closed?.Task.WaitAsync(cancel) ?? Task.CompletedTask;
}
