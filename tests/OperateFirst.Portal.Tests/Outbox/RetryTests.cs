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

    [Theory]
    [InlineData("Refused", OutboxState.Parked)]
    [InlineData("Again", OutboxState.Queued)]
    [InlineData("Away", OutboxState.Queued)]
    [InlineData("Done", OutboxState.Sent)]
    public async Task What_a_server_says_in_characters_that_no_database_takes_is_written_down_without_them(string how, OutboxState state)
    {
        const string Words = "550 No\0t\uD800 here\r\n550\u0001 <b>\u202E";
        Delivery answer = how switch
        {
            "Refused" => new Delivery.Refused(Words),
            "Again" => new Delivery.Again(Words),
            "Away" => new Delivery.Again(Words) { IsAway = true },
            _ => new Delivery.Done(Words, "https://example.org/\0"),
        };
        await using var rooms = await DeliveryRooms.OpenAsync(more: services => services.AddSingleton<IMessageHandler>(new Saying(answer)));
        await rooms.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<PortalDbContext>();
            db.Enqueue(new MessageDraft(Kind, null, Guid.Empty, "Flaky"), rooms.Time.UtcNow());
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        await rooms.DeliverAsync();

        var message = await rooms.MessageAsync(Kind);
        Assert.Equal((state, 1, "550 No t\uFFFD here 550 <b>"), (message.State, message.Attempts, message.LastError + message.Result));
    }

    private sealed class Saying(Delivery answer) : IMessageHandler
    {
        public string Kind => RetryTests.Kind;

        public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => Task.FromResult(answer);
    }

    private sealed class Flaky : IMessageHandler
    {
        public string Kind => RetryTests.Kind;

        public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => Task.FromResult<Delivery>(new Delivery.Again("Not today."));
    }
}
