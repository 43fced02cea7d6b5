using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Hosting;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>How the outbox treats promises that go wrong, whatever they promise.</summary>
public sealed class PromiseTests
{
    private const string Kind = "test.promise.v1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_always_fails_holds_up_no_other()
    {
        var poison = Guid.NewGuid();
        var handler = new ScriptedHandler(message => message.SubjectId == poison
            ? throw new InvalidOperationException("Poison.")
            : Task.FromResult<Delivery>(new Delivery.Done("Delivered")));
        await using var portal = PortalWith(handler);
        await PromiseAsync(portal, poison, "same order");
        await PromiseAsync(portal, Guid.NewGuid(), "same order");
        await PromiseAsync(portal, Guid.NewGuid());
        await PromiseAsync(portal, Guid.NewGuid(), kind: "test.unknown.v1");
        await PromiseAsync(portal, Guid.NewGuid());

        Assert.Equal(5, await portal.DispatchAsync());

        var messages = await portal.MessagesAsync();
        Assert.Equal(
            [OutboxState.Queued, OutboxState.Sent, OutboxState.Sent, OutboxState.Parked, OutboxState.Sent], messages.Select(message => message.State));
        Assert.Equal("Poison.", messages[0].LastError);
        Assert.True(messages[0].DueAtUtc > portal.Time.UtcNow());
        Assert.Equal(0, await portal.DispatchAsync());
    }

    [Fact]
    public async Task A_leased_message_is_not_taken_by_another_worker_until_the_lease_ends()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource<Delivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        var tries = 0;
        var handler = new ScriptedHandler(_ =>
        {
            if (Interlocked.Increment(ref tries) > 1)
            {
                return Task.FromResult<Delivery>(new Delivery.Done("By the second worker"));
            }

            entered.SetResult();
            return go.Task;
        });
        await using var portal = PortalWith(handler);
        await PromiseAsync(portal, Guid.NewGuid());
        var first = portal.DispatchAsync();
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        var second = ActivatorUtilities.CreateInstance<OutboxDispatcher>(portal.Services);

        Assert.Equal(0, await second.RunOnceAsync(Cancellation));
        portal.Time.Advance(new DeliveriesOptions().Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await second.RunOnceAsync(Cancellation));
        portal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await second.RunOnceAsync(Cancellation));
        go.SetResult(new Delivery.Refused("By the first worker, too late"));
        await first;

        var message = Assert.Single(await portal.MessagesAsync());
        Assert.Equal((OutboxState.Sent, "By the second worker", 2), (message.State, message.Result, message.Attempts));
    }

    [Fact]
    public async Task Messages_of_one_order_are_never_under_way_at_once()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource<Delivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var portal = PortalWith(new ScriptedHandler(_ =>
            entered.TrySetResult() ? go.Task : Task.FromResult<Delivery>(new Delivery.Done("Delivered"))));
        await PromiseAsync(portal, Guid.NewGuid(), "issue/1");
        await PromiseAsync(portal, Guid.NewGuid(), "issue/1");
        var first = portal.DispatchAsync();
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        var second = ActivatorUtilities.CreateInstance<OutboxDispatcher>(portal.Services);

        Assert.Equal(0, await second.RunOnceAsync(Cancellation));
        go.SetResult(new Delivery.Done("Delivered"));

        Assert.Equal(2, await first);
    }

    [Fact]
    public async Task After_the_last_try_a_message_is_parked_and_tried_no_more()
    {
        await using var portal = PortalWith(new ScriptedHandler(_ => Task.FromResult<Delivery>(new Delivery.Again("The server is away."))));
        await PromiseAsync(portal, Guid.NewGuid());

        for (var attempt = 1; attempt <= RetrySchedule.MaxAttempts; attempt++)
        {
            Assert.Equal(OutboxState.Queued, Assert.Single(await portal.MessagesAsync()).State);
            Assert.Equal(1, await portal.DispatchAsync());
            Assert.Equal(0, await portal.DispatchAsync());
            portal.Time.Advance(TimeSpan.FromHours(5));
        }

        var message = Assert.Single(await portal.MessagesAsync());
        Assert.Equal((OutboxState.Parked, RetrySchedule.MaxAttempts), (message.State, message.Attempts));
        Assert.Contains("The server is away.", message.LastError, StringComparison.Ordinal);
        Assert.Equal(0, await portal.DispatchAsync());
    }

    private static InProcessPortal PortalWith(ScriptedHandler handler) => new(services: services => services.AddSingleton<IMessageHandler>(handler));

    private static Task<int> PromiseAsync(InProcessPortal portal, Guid subject, string order = "", string kind = Kind) => portal.ReadAsync(db =>
    {
        db.Enqueue(new MessageDraft(kind, null, subject, "A promise") { OrderKey = order }, portal.Time.UtcNow());
        return db.SaveChangesAsync(Cancellation);
    });

    private sealed class ScriptedHandler(Func<OutboxMessage, Task<Delivery>> deliver) : IMessageHandler
    {
        public string Kind => PromiseTests.Kind;

        public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => deliver(message);
    }
}
