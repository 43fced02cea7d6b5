using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using Xunit;

namespace OperateFirst.Portal.Tests.Outbox;

public sealed class RetryTests
{
    private const string Kind = "test.flaky.v1";

    [Theory]
    [InlineData(1, 0, 10)]
    [InlineData(2, 0, 20)]
    [InlineData(4, 0, 80)]
    [InlineData(4, 1, 96)]
    [InlineData(11, 0, 10_240)]
    [InlineData(12, 0, 14_400)]
    [InlineData(20, 0, 14_400)]
    public void The_pause_doubles_up_to_four_hours(int attempts, double jitter, double seconds) =>
        Assert.Equal(seconds, RetrySchedule.DelayAfter(attempts, jitter).TotalSeconds, 3);

    [Fact]
    public async Task A_failing_message_is_parked_after_the_last_try_and_holds_up_no_other()
    {
        await using var rooms = await DeliveryRooms.OpenAsync(more: services => services.AddScoped<IMessageHandler, Flaky>());
        var cancel = TestContext.Current.CancellationToken;
        await rooms.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<PortalDbContext>();
            db.Enqueue(new MessageDraft(Kind, null, Guid.Empty, "Flaky"), rooms.Time.UtcNow());
            db.Enqueue(new MessageDraft("test.unknown.v1", null, Guid.Empty, "Unknown"), rooms.Time.UtcNow());
            await db.SaveChangesAsync(cancel);
        });

        for (var i = 0; i < RetrySchedule.MaxAttempts; i++)
        {
            await rooms.DeliverAsync();
            rooms.Time.Advance(TimeSpan.FromHours(5));
        }

        var message = await rooms.MessageAsync(Kind);
        Assert.Equal((OutboxState.Parked, RetrySchedule.MaxAttempts), (message.State, message.Attempts));
        Assert.Equal($"Gave up after {RetrySchedule.MaxAttempts} tries. The last one: Not today.", message.LastError);
        Assert.Equal((OutboxState.Parked, 1), ((await rooms.MessageAsync("test.unknown.v1")).State, (await rooms.MessageAsync("test.unknown.v1")).Attempts));
    }

    private sealed class Flaky : IMessageHandler
    {
        public string Kind => RetryTests.Kind;

        public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => Task.FromResult<Delivery>(new Delivery.Again("Not today."));
    }
}
