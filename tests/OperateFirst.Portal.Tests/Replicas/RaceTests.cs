using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Outbox;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Replicas;

/// <summary>What replicas do at the same moment on PostgreSQL, where, other than on SQLite, several write.</summary>
public sealed class RaceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Saves_about_one_project_at_once_neither_fork_its_history_nor_fail_each_other()
    {
        const int Each = 15;
        await using var replicas = await TwoReplicas.StartAsync();
        await replicas.Rooms.RegisterAsync();
        var project = await replicas.Rooms.InScopeAsync(scope => scope.GetRequiredService<PortalDbContext>().Projects.Select(row => row.Id).SingleAsync(Cancellation));

        await TwoReplicas.AtOnceAsync(4, async worker =>
        {
            for (var entry = 0; entry < Each; entry++)
            {
                await TwoReplicas.SaveAsync(worker % 2 == 0 ? replicas.First : replicas.Second, scope => scope.GetRequiredService<PortalLedger>().Record(project, TwoReplicas.Noted, null, []));
            }
        });

        await replicas.Rooms.InScopeAsync(async scope =>
        {
            Assert.Null((await new LedgerVerifier(scope.GetRequiredService<PortalDbContext>()).RunAsync(null, Cancellation)).First);
            Assert.Equal(4 * Each, await scope.GetRequiredService<PortalDbContext>().LedgerEntries.CountAsync(entry => entry.Kind == TwoReplicas.Noted, Cancellation));
        });
    }

    [Fact]
    public async Task Texts_that_are_published_while_leads_accept_leave_every_project_where_its_facts_put_it()
    {
        const int Projects = 4;
        await using var replicas = await TwoReplicas.StartAsync();
        for (var number = 0; number < Projects; number++)
        {
            await replicas.Rooms.RegisterAsync(slug: $"project-{number}");
        }

        for (var version = 2; version <= 4; version++)
        {
            var number = version;
            replicas.Draft(number);
            await TwoReplicas.AtOnceAsync(3, worker => worker == 0 ? replicas.PublishAsync(replicas.First, number) : AcceptAsync(worker == 1 ? replicas.First : replicas.Second, worker, Projects));
            await TwoReplicas.TickAsync(replicas.Second);
        }

        await replicas.Rooms.InScopeAsync(async scope =>
            Assert.False(await scope.GetRequiredService<PortalDbContext>().ProjectProgress.AnyAsync(row => row.TelemetryStanding == AgreementStandings.Missing, Cancellation)));
        await replicas.ExpectInStepAsync();
    }

    [Fact]
    public async Task Two_workers_never_hold_two_messages_of_one_order_and_keep_to_the_order()
    {
        const int Orders = 3;
        const int Each = 12;
        var held = new Held();
        await using var replicas = await TwoReplicas.StartAsync(services => services.AddSingleton(held).AddScoped<IMessageHandler, HeldHandler>());
        await TwoReplicas.SaveAsync(replicas.First, scope =>
        {
            for (var number = 0; number < Orders * Each; number++)
            {
                scope.GetRequiredService<PortalDbContext>().Enqueue(
                    new MessageDraft(HeldHandler.KindName, null, Guid.NewGuid(), "Ordered") { OrderKey = $"order-{number % Orders}" }, replicas.Rooms.Time.UtcNow());
            }
        });

        await TwoReplicas.AtOnceAsync(4, async worker =>
        {
            var dispatcher = ActivatorUtilities.CreateInstance<OutboxDispatcher>(worker % 2 == 0 ? replicas.First : replicas.Second);
            for (var empty = 0; empty < 3;)
            {
                empty = await dispatcher.RunOnceAsync(Cancellation) == 0 ? empty + 1 : 0;
            }
        });
        await replicas.Rooms.DeliverAsync();

        Assert.Empty(held.Twice);
        Assert.Equal(Orders * Each, held.Delivered.Count);
        Assert.All(held.Delivered.GroupBy(message => message.OrderKey), order => Assert.Equal(order.Select(message => message.Id).Order(), order.Select(message => message.Id)));
    }

    // One goes through the rows as they lie, the other by an index, and so slowly that each holds one before it comes to the other's.
    [Fact]
    public async Task Two_replicas_whose_clock_was_put_back_free_what_waits_and_do_not_stop_each_other()
    {
        const string Kind = "mail.nobody-knows.v1";
        var server = PostgresServer.CreateMigrated();
        await using var first = await DeliveryRooms.OpenAsync(database: TestDatabase.OnServer($"{server};Options=-c enable_indexscan=off -c enable_bitmapscan=off"));
        await using var second = await DeliveryRooms.OpenAsync(database: TestDatabase.OnServer($"{server};Options=-c enable_seqscan=off -c enable_bitmapscan=off"));
        foreach (var title in new[] { "Early", "Late" })
        {
            await TwoReplicas.SaveAsync(first.Services, scope => scope.GetRequiredService<PortalDbContext>().Enqueue(new MessageDraft(Kind, null, Guid.Empty, title), first.Time.UtcNow()));
        }

        foreach (var (title, hours) in new[] { ("Late", 3), ("Early", 2) })
        {
            PostgresServer.Run($"UPDATE \"OutboxMessages\" SET \"DueAtUtc\" = \"DueAtUtc\" + interval '{hours} hours' WHERE \"Title\" = '{title}'", server);
        }

        PostgresServer.Run(
            """
            CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END $$;
            CREATE TRIGGER slowly BEFORE UPDATE OF "DueAtUtc" ON "OutboxMessages" FOR EACH ROW WHEN (NEW."State" = 'queued') EXECUTE FUNCTION slowly();
            ANALYZE "OutboxMessages"
            """,
            server);
        var replicas = new[] { first, second };
        Array.ForEach(replicas, replica => replica.Time.AdjustTime(replica.Time.GetUtcNow().AddHours(-1)));

        await Task.WhenAll(replicas.Select(replica => Task.Run(() => replica.Services.GetRequiredService<OutboxDispatcher>().RunOnceAsync(Cancellation))));

        Assert.Equal([(OutboxState.Parked, 1), (OutboxState.Parked, 1)], (await first.MessagesAsync(Kind)).Select(message => (message.State, message.Attempts)));
    }

    [Fact]
    public async Task A_history_that_grows_while_its_end_is_published_has_its_new_end_published_later()
    {
        await using var replicas = await TwoReplicas.StartAsync();
        for (var round = 0; round < 12; round++)
        {
            replicas.Rooms.Time.Advance(TimeSpan.FromDays(1));
            await TwoReplicas.AtOnceAsync(2, worker => worker == 0 ? TwoReplicas.TickAsync(replicas.Second) : TwoReplicas.SaveAsync(replicas.First, TwoReplicas.Note));

            var (last, unpublished, published) = await replicas.Rooms.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<PortalDbContext>();
                var chain = await db.LedgerChains.AsNoTracking().SingleAsync(row => row.Chain == PortalLedger.PortalChain, Cancellation);
                return (chain.Sequence, chain.UnpublishedSinceUtc, await db.PublishedHeads.Where(head => head.Chain == chain.Chain).MaxAsync(head => (long?)head.Sequence, Cancellation) ?? 0);
            });
            Assert.Equal(last > published, unpublished is not null);
        }
    }

    private static async Task AcceptAsync(IServiceProvider replica, int worker, int projects)
    {
        for (var project = worker - 1; project < projects; project += 2)
        {
            try
            {
                await TwoReplicas.AcceptAsync(replica, $"project-{project}");
            }
            catch (RuleBrokenException)
            {
                // Published between the reading of the page and the click.
            }
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
