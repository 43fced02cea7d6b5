using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Tests.Deliveries;
using OperateFirst.Portal.Tests.Outbox;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Replicas;

/// <summary>The rooms of two replicas over one PostgreSQL, in this process, so that a test can let both act at one moment.</summary>
internal sealed class TwoReplicas : IAsyncDisposable
{
    public const string Noted = "test.noted";

    private readonly TestDatabase database = TestDatabase.OnServer(PostgresServer.CreateMigrated());
    private PortalContent content = TestContent.Of();
    private DeliveryRooms? rooms;
    private ServiceProvider? second;

    public DeliveryRooms Rooms => rooms ?? throw new InvalidOperationException("Not started yet.");

    public IServiceProvider First => Rooms.Services;

    public IServiceProvider Second => second ?? throw new InvalidOperationException("Not started yet.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TwoReplicas> StartAsync(Action<IServiceCollection>? more = null)
    {
        var replicas = new TwoReplicas();
        replicas.rooms = await DeliveryRooms.OpenAsync(
            more: services =>
            {
                services.AddTransient(_ => replicas.content).AddClock();
                more?.Invoke(services);
            },
            database: replicas.database);
        replicas.second = replicas.rooms.BuildReplica();
        return replicas;
    }

    public static Task AtOnceAsync(int workers, Func<int, Task> work) => Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => work(worker))));

    public static async Task TickAsync(IServiceProvider replica)
    {
        while (await replica.GetRequiredService<ClockRounds>().RunOnceAsync(Cancellation) > 0)
        {
        }
    }

    public static Task SaveAsync(IServiceProvider replica, Action<IServiceProvider> change) => InScopeAsync(replica, async scope =>
    {
        change(scope);
        await scope.GetRequiredService<PortalDbContext>().SaveChangesAsync(Cancellation);
    });

    public static void Note(IServiceProvider scope) => scope.GetRequiredService<PortalLedger>().RecordForPortal(Noted, null, []);

    /// <summary>The telemetry agreement as it is now.</summary>
    public static Task AcceptAsync(IServiceProvider replica, string slug) => InScopeAsync(replica, async scope =>
    {
        var current = await scope.GetRequiredService<PortalDbContext>().CurrentAgreementsAsync(Cancellation);
        await scope.GetRequiredService<AcceptAgreement>().RunAsync(slug, "telemetry", current.Single(version => version.Agreement == "telemetry").Sha256, true, 0, Cancellation);
    });

    /// <summary>The files hold the next version from now on.</summary>
    public void Draft(int version) => content = content with
    {
        Agreements = [.. content.Agreements.Select(text => text with { Version = version, Text = $"Text {version}.", Sha256 = $"{text.Name}-{version}" })],
    };

    public Task PublishAsync(IServiceProvider replica, int version)
    {
        var person = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString("N")), new(ClaimTypes.Name, "operator"), new(ClaimTypes.Role, PortalRoles.Operator)], "test"));
        var me = new CurrentAccount(new HttpContextAccessor { HttpContext = new DefaultHttpContext { User = person } });
        return InScopeAsync(replica, scope => ActivatorUtilities.CreateInstance<PublishVersion>(scope, me, content).RunAsync(
            "telemetry",
            version,
            new PublishForm { Change = PublishForm.Material, GraceDays = 30, WhatChanged = "All of it.", Read = true, Sha256 = $"telemetry-{version}", Current = version - 1 },
            Cancellation));
    }

    /// <summary>Every project stands where its facts put it: computed anew, no row changes.</summary>
    public async Task ExpectInStepAsync()
    {
        var rows = await RowsAsync();
        await InScopeAsync(First, scope => scope.GetRequiredService<PortalDbContext>().ProjectProgress
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RefreshAtUtc, Rooms.Time.UtcNow()), Cancellation));
        await TickAsync(First);
        Assert.Equal(await RowsAsync(), rows);
    }

    /// <summary>Waits until the work is done, or cannot go on before somebody else commits.</summary>
    public Task DoneOrHeldUpAsync(Task work) => Until.TrueAsync(
        "it is done or held up",
        () => work.IsCompleted || new PortalRows(database).Count("SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") > 0,
        cancellationToken: Cancellation);

    public async ValueTask DisposeAsync()
    {
        await (second?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (rooms?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static async Task InScopeAsync(IServiceProvider replica, Func<IServiceProvider, Task> work)
    {
        await using var scope = replica.CreateAsyncScope();
        await work(scope.ServiceProvider);
    }

    private Task<List<string>> RowsAsync() => Rooms.InScopeAsync(async scope =>
        (await scope.GetRequiredService<PortalDbContext>().ProjectProgress.AsNoTracking().OrderBy(row => row.Slug).ToListAsync(Cancellation)).ConvertAll(row => JsonSerializer.Serialize(row)));
}
