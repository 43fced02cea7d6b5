using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Hosting;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>A clock that is set wrong and corrected, and a portal that was switched off.</summary>
public sealed class ClockChangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Put_back_an_hour_no_message_waits_for_it(bool restarted)
    {
        var tries = 0;
        await using var portal = PortalWith(() => ++tries == 1 ? new Delivery.Again("Away.") : new Delivery.Done("Delivered"));
        await PromiseAsync(portal);
        await portal.DispatchAsync();
        await PromiseAsync(portal);

        portal.Time.AdjustTime(portal.Time.GetUtcNow().AddHours(-1));
        await (restarted ? ActivatorUtilities.CreateInstance<OutboxDispatcher>(portal.Services).RunOnceAsync(Cancellation) : portal.DispatchAsync());

        Assert.All(await portal.MessagesAsync(), message => Assert.Equal(OutboxState.Sent, message.State));
    }

    [Fact]
    public async Task Put_back_an_hour_a_message_that_fails_is_tried_once_and_not_in_a_storm()
    {
        var tries = 0;
        await using var portal = PortalWith(() =>
        {
            tries++;
            return new Delivery.Again("Away.");
        });
        await PromiseAsync(portal);
        await portal.DispatchAsync();
        portal.Time.AdjustTime(portal.Time.GetUtcNow().AddHours(-1));

        for (var round = 0; round < 10; round++)
        {
            await portal.DispatchAsync();
        }

        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task Put_back_an_hour_a_pause_that_was_set_before_is_over()
    {
        var tries = 0;
        await using var portal = PortalWith(() => ++tries == 1 ? new Delivery.Again("Away.") { IsAway = true } : new Delivery.Done("Delivered"));
        await PromiseAsync(portal);
        await portal.DispatchAsync();
        portal.Time.AdjustTime(portal.Time.GetUtcNow().AddHours(-1));

        await portal.DispatchAsync();

        Assert.Equal(OutboxState.Sent, Assert.Single(await portal.MessagesAsync()).State);
    }

    [Fact]
    public async Task Put_ahead_an_hour_what_waits_is_tried_once_and_put_right_again_it_does_not_wait_for_the_hour()
    {
        var tries = 0;
        await using var portal = PortalWith(() => ++tries < 3 ? new Delivery.Again("Away.") : new Delivery.Done("Delivered"));
        await PromiseAsync(portal);
        await portal.DispatchAsync();

        portal.Time.AdjustTime(portal.Time.GetUtcNow().AddHours(1));
        for (var round = 0; round < 10; round++)
        {
            await portal.DispatchAsync();
        }

        Assert.Equal(2, tries);
        portal.Time.AdjustTime(portal.Time.GetUtcNow().AddHours(-1));
        await portal.DispatchAsync();

        Assert.Equal((OutboxState.Sent, 3), Assert.Single(await portal.MessagesAsync()) is var message ? (message.State, tries) : default);
    }

    [Fact]
    public async Task After_a_week_of_being_switched_off_each_waiting_message_is_tried_once()
    {
        var tries = 0;
        await using var portal = PortalWith(() => ++tries <= 20 ? new Delivery.Again("Away.") : new Delivery.Done("Delivered"));
        for (var number = 0; number < 20; number++)
        {
            await PromiseAsync(portal);
        }

        await portal.DispatchAsync();
        portal.Time.Advance(TimeSpan.FromDays(7));
        while (await portal.DispatchAsync() > 0)
        {
        }

        Assert.Equal(40, tries);
        Assert.All(await portal.MessagesAsync(), message => Assert.Equal((OutboxState.Sent, 2), (message.State, message.Attempts)));
    }

    private static InProcessPortal PortalWith(Func<Delivery> deliver) =>
        new(services: services => services.AddSingleton<IMessageHandler>(new Handler(() => Task.FromResult(deliver()))));

    private static Task<int> PromiseAsync(InProcessPortal portal) => portal.ReadAsync(db =>
    {
        db.Enqueue(new MessageDraft(Handler.KindName, null, Guid.NewGuid(), "A promise"), portal.Time.UtcNow());
        return db.SaveChangesAsync(Cancellation);
    });

    private sealed class Handler(Func<Task<Delivery>> deliver) : IMessageHandler
    {
        public const string KindName = "test.clock.v1";

        public string Kind => KindName;

        public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => deliver();
    }
}
