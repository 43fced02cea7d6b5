using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
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
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Outbox;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Replicas;

/// <summary>What two replicas do at the same moment on PostgreSQL, where, other than on SQLite, both write.</summary>
public sealed class RaceTests
{
    private PortalContent content = TestContent.Of();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Saves_about_one_project_at_once_neither_fork_its_history_nor_fail_each_other()
    {
        const int Each = 15;
        await using var rooms = await OpenAsync();
        await using var second = rooms.BuildReplica();
        await rooms.RegisterAsync();
        var project = await rooms.InScopeAsync(scope => scope.GetRequiredService<PortalDbContext>().Projects.Select(row => row.Id).SingleAsync(Cancellation));

        await AtOnceAsync(4, async worker =>
        {
            for (var entry = 0; entry < Each; entry++)
            {
                await using var scope = (worker % 2 == 0 ? rooms.Services : second).CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<PortalLedger>().Record(project, "test.noted", null, new JsonObject { ["worker"] = worker });
                await scope.ServiceProvider.GetRequiredService<PortalDbContext>().SaveChangesAsync(Cancellation);
            }
        });

        await rooms.InScopeAsync(async scope =>
        {
            Assert.Null((await new LedgerVerifier(scope.GetRequiredService<PortalDbContext>()).RunAsync(null, Cancellation)).First);
            Assert.Equal(4 * Each, await scope.GetRequiredService<PortalDbContext>().LedgerEntries.CountAsync(entry => entry.Kind == "test.noted", Cancellation));
        });
    }

    [Fact]
    public async Task A_text_that_is_published_while_leads_accept_leaves_every_project_where_its_facts_put_it()
    {
        const int Projects = 6;
        await using var rooms = await OpenAsync();
        await using var second = rooms.BuildReplica();
        for (var number = 0; number < Projects; number++)
        {
            await rooms.RegisterAsync(slug: $"project-{number}");
        }

        for (var version = 2; version <= 5; version++)
        {
            var number = version;
            content = content with { Agreements = [.. content.Agreements.Select(text => text with { Version = number, Text = $"Text {number}.", Sha256 = $"{text.Name}-{number}" })] };
            await AtOnceAsync(3, worker => worker == 0 ? PublishAsync(rooms.Services, number) : AcceptAsync(worker == 1 ? rooms.Services : second, worker, Projects));
            await TickAsync(second);
        }

        var rows = await RowsAsync(rooms);
        Assert.All(rows, row => Assert.DoesNotContain("\"TelemetryStanding\":\"missing\"", row, StringComparison.Ordinal));
        await rooms.InScopeAsync(scope => scope.GetRequiredService<PortalDbContext>().ProjectProgress
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RefreshAtUtc, rooms.Time.UtcNow()), Cancellation));
        await TickAsync(rooms.Services);
        Assert.Equal(await RowsAsync(rooms), rows);
    }

    [Fact]
    public async Task What_is_promised_while_the_message_that_waits_for_it_is_taken_is_not_lost()
    {
        const int Saves = 80;
        var seen = new Seen();
        await using var rooms = await OpenAsync(services => services.AddSingleton(seen).AddScoped<IMessageHandler, StateHandler>());
        await using var second = rooms.BuildReplica();
        var saving = true;

        await AtOnceAsync(2, async worker =>
        {
            for (var save = 0; worker == 0 && save < Saves; save++)
            {
                await using var scope = rooms.Services.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
                db.LedgerEntries.Add(Noted(scope.ServiceProvider, save));
                db.EnqueueCoalesced(new MessageDraft(StateHandler.KindName, null, Guid.NewGuid(), "The state") { OrderKey = "state" }, rooms.Time.UtcNow());
                await db.SaveChangesAsync(Cancellation);
            }

            saving &= worker != 0;
            while (worker != 0 && saving)
            {
                await second.GetRequiredService<OutboxDispatcher>().RunOnceAsync(Cancellation);
            }
        });
        await rooms.DeliverAsync();

        Assert.Equal(Saves, seen.Last);
        Assert.InRange(seen.Times, 2, Saves);
    }

    [Fact]
    public async Task Two_workers_never_hold_two_messages_of_one_order()
    {
        const int Orders = 3;
        const int Each = 12;
        var held = new Held();
        await using var rooms = await OpenAsync(services => services.AddSingleton(held).AddScoped<IMessageHandler, HeldHandler>());
        await using var second = rooms.BuildReplica();
        await rooms.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<PortalDbContext>();
            for (var number = 0; number < Orders * Each; number++)
            {
                db.Enqueue(new MessageDraft(HeldHandler.KindName, null, Guid.NewGuid(), "Ordered") { OrderKey = $"order-{number % Orders}" }, rooms.Time.UtcNow());
            }

            await db.SaveChangesAsync(Cancellation);
        });

        await AtOnceAsync(4, async worker =>
        {
            var dispatcher = ActivatorUtilities.CreateInstance<OutboxDispatcher>(worker % 2 == 0 ? rooms.Services : second);
            for (var empty = 0; empty < 3;)
            {
                empty = await dispatcher.RunOnceAsync(Cancellation) == 0 ? empty + 1 : 0;
            }
        });
        await rooms.DeliverAsync();

        Assert.Empty(held.Twice);
        Assert.Equal(Orders * Each, held.Delivered.Count);
        Assert.All(held.Delivered.GroupBy(message => message.OrderKey), order => Assert.Equal(order.OrderBy(message => message.Id), order));
    }

    [Fact]
    public async Task A_history_that_grows_while_its_end_is_published_has_its_new_end_published_later()
    {
        await using var rooms = await OpenAsync();
        await using var second = rooms.BuildReplica();
        for (var round = 0; round < 15; round++)
        {
            rooms.Time.Advance(TimeSpan.FromDays(1));
            await AtOnceAsync(2, async worker =>
            {
                if (worker == 0)
                {
                    await TickAsync(second);
                    return;
                }

                await using var scope = rooms.Services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<PortalLedger>().RecordForPortal("test.noted", null, new JsonObject { ["round"] = round });
                await scope.ServiceProvider.GetRequiredService<PortalDbContext>().SaveChangesAsync(Cancellation);
            });
            var (last, unpublished, published) = await rooms.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<PortalDbContext>();
                var chain = await db.LedgerChains.AsNoTracking().SingleAsync(row => row.Chain == PortalLedger.PortalChain, Cancellation);
                return (chain.Sequence, chain.UnpublishedSinceUtc, await db.PublishedHeads.Where(head => head.Chain == chain.Chain).MaxAsync(head => (long?)head.Sequence, Cancellation) ?? 0);
            });
            Assert.Equal(last > published, unpublished is not null);
        }
    }

    private static LedgerEntry Noted(IServiceProvider services, int number) =>
        services.GetRequiredService<PortalLedger>().RecordForPortal(StateHandler.Noted, null, new JsonObject { ["number"] = number });

    private static Task AtOnceAsync(int workers, Func<int, Task> work) => Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => work(worker))));

    private static async Task TickAsync(IServiceProvider replica)
    {
        while (await replica.GetRequiredService<ClockRounds>().RunOnceAsync(Cancellation) > 0)
        {
        }
    }

    private static Task<List<string>> RowsAsync(DeliveryRooms rooms) => rooms.InScopeAsync(async scope =>
        (await scope.GetRequiredService<PortalDbContext>().ProjectProgress.AsNoTracking().OrderBy(row => row.Slug).ToListAsync(Cancellation)).ConvertAll(row => JsonSerializer.Serialize(row)));

    private static async Task AcceptAsync(IServiceProvider replica, int worker, int projects)
    {
        for (var project = worker - 1; project < projects; project += 2)
        {
            await using var scope = replica.CreateAsyncScope();
            try
            {
                var current = await scope.ServiceProvider.GetRequiredService<PortalDbContext>().CurrentAgreementsAsync(Cancellation);
                await scope.ServiceProvider.GetRequiredService<AcceptAgreement>().RunAsync($"project-{project}", "telemetry", current.Single(version => version.Agreement == "telemetry").Sha256, true, 0, Cancellation);
            }
            catch (RuleBrokenException)
            {
                // Published between the reading of the page and the click.
            }
        }
    }

    private async Task PublishAsync(IServiceProvider replica, int version)
    {
        var person = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString("N")), new(ClaimTypes.Name, "operator"), new(ClaimTypes.Role, PortalRoles.Operator)], "test"));
        var me = new CurrentAccount(new HttpContextAccessor { HttpContext = new DefaultHttpContext { User = person } });
        await using var scope = replica.CreateAsyncScope();
        var publish = new PublishVersion(scope.ServiceProvider.GetRequiredService<PortalDbContext>(), scope.ServiceProvider.GetRequiredService<PortalLedger>(), me, content, scope.ServiceProvider.GetRequiredService<TimeProvider>());
        await publish.RunAsync(
            "telemetry",
            version,
            new PublishForm { Change = PublishForm.Material, GraceDays = 30, WhatChanged = "All of it.", Read = true, Sha256 = $"telemetry-{version}", Current = version - 1 },
            Cancellation);
    }

    private Task<DeliveryRooms> OpenAsync(Action<IServiceCollection>? more = null) => DeliveryRooms.OpenAsync(
        more: services =>
        {
            services.AddTransient(_ => content).AddClock();
            more?.Invoke(services);
        },
        database: TestDatabase.OnServer(PostgresServer.CreateMigrated()));

    private sealed class Seen
    {
        public int Last { get; set; }

        public int Times { get; set; }
    }

    private sealed class StateHandler(PortalDbContext db, Seen seen) : IMessageHandler
    {
        public const string KindName = "test.state.v1";
        public const string Noted = "test.state";

        public string Kind => KindName;

        public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel)
        {
            seen.Last = await db.LedgerEntries.CountAsync(entry => entry.Kind == Noted, cancel);
            seen.Times++;
            return new Delivery.Done("Seen");
        }
    }

    private sealed class Held
    {
        private readonly ConcurrentDictionary<string, Guid> now = new();

        public ConcurrentQueue<OutboxMessage> Delivered { get; } = new();

        public ConcurrentQueue<string> Twice { get; } = new();

        public async Task HoldAsync(OutboxMessage message, Func<Task> work)
        {
            if (!now.TryAdd(message.OrderKey, message.Id))
            {
                Twice.Enqueue(message.OrderKey);
            }

            Delivered.Enqueue(message);
            await work();
            now.TryRemove(message.OrderKey, out _);
        }
    }

    private sealed class HeldHandler(PortalDbContext db, Held held) : IMessageHandler
    {
        public const string KindName = "test.held.v1";

        public string Kind => KindName;

        public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel)
        {
            await held.HoldAsync(message, () => db.Projects.CountAsync(cancel));
            return new Delivery.Done("Held");
        }
    }
}
