using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.GitHub;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Mail;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Reminders;
using OperateFirst.Portal.TestSupport;
using Xunit;

namespace OperateFirst.Portal.Tests.Outbox;

/// <summary>All rooms from the database to the deliveries, on a fresh SQLite file with a clock that the test moves; no web server.</summary>
internal sealed class DeliveryRooms : IAsyncDisposable
{
    public const string LeadEmail = "lead@example.org";

    private readonly string root = Directory.CreateTempSubdirectory("deliveries-").FullName;
    private readonly TestDatabase database;
    private readonly FixedHttpContext http = new();
    private Func<ServiceProvider> build = () => new ServiceCollection().BuildServiceProvider();
    private ServiceProvider services = new ServiceCollection().BuildServiceProvider();

    private DeliveryRooms() => database = TestDatabase.Migrated(Path.Combine(root, "portal.db"));

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 10, 19, 14, 0, 0, TimeSpan.Zero));

    public IServiceProvider Services => services;

    public static async Task<DeliveryRooms> OpenAsync(
        Dictionary<string, string?>? settings = null, string environment = "Development", Action<IServiceCollection>? more = null, string leadName = "Project Lead")
    {
        var rooms = new DeliveryRooms();
        rooms.build = () => rooms.Build(settings ?? [], environment, more);
        rooms.services = rooms.build();
        await rooms.PublishTextsAsync();
        await rooms.SignInAsync(new SignedInPerson(SignInProviders.GitHub, "1", "cooktheryan", leadName, LeadEmail));
        return rooms;
    }

    /// <summary>Another process over the same database, with the same clock.</summary>
    public ServiceProvider BuildReplica() => build();

    public async Task SignInAsync(SignedInPerson person) => await InScopeAsync(async scope =>
        http.HttpContext = new DefaultHttpContext { User = await scope.GetRequiredService<SignIn>().RunAsync(person, "test", Cancel) });

    public Task<string> RegisterAsync(string name = "Sigstore as a service", string description = "Initial work on deploying sigstore.", string slug = "sigstore-aas") =>
        InScopeAsync(scope => scope.GetRequiredService<RegisterProject>().RunAsync(
            new ProjectForm
            {
                Name = name,
                Slug = slug,
                Description = description,
                RepositoryUrl = "https://github.com/sigstore/sigstore",
                ContactEmail = "contact@example.org",
            },
            Cancel));

    public Task AcceptBothAsync(string slug = "sigstore-aas") => InScopeAsync(async scope =>
    {
        foreach (var version in await scope.GetRequiredService<PortalDbContext>().CurrentAgreementsAsync(Cancel))
        {
            await scope.GetRequiredService<AcceptAgreement>().RunAsync(slug, version.Agreement, version.Sha256, true, 0, Cancel);
        }
    });

    public Task AskAsync(string note = "", params AttendeeForm[] people) => InScopeAsync(scope => scope.GetRequiredService<RequestInvitation>()
        .RunAsync("sigstore-aas", MeetingNames.Coordination, new InvitationForm { Attendees = [.. people], Note = note }, Cancel));

    public Task WithdrawAsync() => InScopeAsync(scope => scope.GetRequiredService<RequestInvitation>()
        .WithdrawAsync("sigstore-aas", MeetingNames.Coordination, Cancel));

    public Task CloseAsync() => InScopeAsync(scope => scope.GetRequiredService<CloseProject>().RunAsync("sigstore-aas", "It has moved.", Cancel));

    /// <summary>Delivers what is due until nothing is.</summary>
    public async Task DeliverAsync()
    {
        while (await services.GetRequiredService<OutboxDispatcher>().RunOnceAsync(Cancel) > 0)
        {
        }
    }

    public Task<List<OutboxMessage>> MessagesAsync(string kind) => InScopeAsync(scope => scope.GetRequiredService<PortalDbContext>()
        .OutboxMessages.AsNoTracking().Where(message => message.Kind == kind).OrderBy(message => message.Id).ToListAsync(Cancel));

    public async Task<OutboxMessage> MessageAsync(string kind) => Assert.Single(await MessagesAsync(kind));

    public IReadOnlyList<string> Files(string pattern) =>
        [.. Directory.GetFiles(Path.Combine(root, "App_Data", "deliveries"), pattern).Order(StringComparer.Ordinal)];

    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    public Task InScopeAsync(Func<IServiceProvider, Task> act) => InScopeAsync(async scope =>
    {
        await act(scope);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        database.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServiceProvider Build(Dictionary<string, string?> settings, string environment, Action<IServiceCollection>? more)
    {
        settings["Portal:Address"] = "https://portal.example.org";
        foreach (var (name, value) in database.Settings)
        {
            settings[name] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var collection = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IHostEnvironment>(new TestEnvironment(environment, root))
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IHttpContextAccessor>(http)
            .AddSingleton(TestContent.Of()).AddSingleton<BusinessDays>()
            .AddSingleton<PortalAddress>()
            .AddLogging()
            .AddData(configuration).AddLedger().AddOutbox().AddProjects().AddAgreements().AddMeetings().AddInvitations().AddOnboarding().AddReminders().AddGitHub().AddMail()
            .AddScoped<CurrentAccount>().AddScoped<SignIn>();
        collection.AddOptions<PortalOptions>().BindConfiguration(PortalOptions.Section);
        more?.Invoke(collection);
        return collection.BuildServiceProvider(validateScopes: true);
    }

    private async Task PublishTextsAsync()
    {
        await InScopeAsync(scope => scope.GetRequiredService<PortalDbContext>().PrepareAsync(Cancel));
        foreach (var publishing in services.GetServices<IHostedService>().Where(service => service.GetType().Namespace == typeof(AgreementVersion).Namespace))
        {
            await publishing.StartAsync(Cancel);
        }
    }

    private sealed class FixedHttpContext : IHttpContextAccessor
    {
        public HttpContext? HttpContext { get; set; }
    }

    private sealed class TestEnvironment(string name, string root) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;
        public string ApplicationName { get; set; } = "OperateFirst.Portal";
        public string ContentRootPath { get; set; } = root;
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
