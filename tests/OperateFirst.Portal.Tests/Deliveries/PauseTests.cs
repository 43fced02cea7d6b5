using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>Pauses that the other side asks for, where it says several things at once.</summary>
public sealed class PauseTests
{
    private const string Kind = "mail.pause.v1";

    private readonly Guid first = Guid.NewGuid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shorter_pause_that_is_told_later_does_not_cut_the_longer_one()
    {
        await using var portal = PortalWith(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        await PromiseAsync(portal, first);
        await PromiseAsync(portal, Guid.NewGuid());

        Assert.Equal(2, await portal.DispatchAsync());

        portal.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await portal.DispatchAsync());
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(0, await portal.DispatchAsync());
    }

    [Fact]
    public async Task A_time_that_makes_no_sense_is_waited_for_a_day_and_not_for_years()
    {
        await using var portal = PortalWith(TimeSpan.FromDays(20_000));
        await PromiseAsync(portal, first);
        await portal.DispatchAsync();

        portal.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, await portal.DispatchAsync());
    }

    private InProcessPortal PortalWith(TimeSpan told, TimeSpan? toldLater = null)
    {
        InProcessPortal? portal = null;
        var bothAreUnderWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        portal = new InProcessPortal(services: services => services.AddSingleton<IMessageHandler>(new Handler(async message =>
        {
            if (portal is null)
            {
                return new Delivery.Refused("Too early.");
            }

            if (message.SubjectId == first)
            {
                await (toldLater is null ? Task.CompletedTask : bothAreUnderWay.Task);
            }
            else
            {
                bothAreUnderWay.TrySetResult();
                await Until.TrueAsync(
                    "the first pause is known to all", () => portal.ReadAsync(db => db.LaneStates.AnyAsync(lane => lane.RestsUntilUtc != null, Cancellation)), cancellationToken: Cancellation);
            }

            return new Delivery.NotYet("A pause.", portal.Time.UtcNow() + (message.SubjectId == first ? told : toldLater ?? told));
        })));
        return portal;
    }

    private static Task<int> PromiseAsync(InProcessPortal portal, Guid subject) => portal.ReadAsync(db =>
    {
        db.Enqueue(new MessageDraft(Kind, null, subject, "A promise"), portal.Time.UtcNow());
        return db.SaveChangesAsync(Cancellation);
    });

    private sealed class Handler(Func<OutboxMessage, Task<Delivery>> deliver) : IMessageHandler
    {
        public string Kind => PauseTests.Kind;

        public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => deliver(message);
    }
}
