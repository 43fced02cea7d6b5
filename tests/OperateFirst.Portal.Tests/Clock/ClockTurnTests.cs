using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Clock;

/// <summary>Of several processes over one database one lets the clock's jobs run, whatever becomes of it and of the clocks. On both kinds, so never once more over PostgreSQL.</summary>
[Trait("Database", "Sqlite")]
public sealed class ClockTurnTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 10, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder folder = new();
    private readonly string server = PostgresServer.CreateMigrated();

    public static readonly TheoryData<bool> Databases = [false, true];

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        PostgresServer.Drop(server);
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task One_has_the_turn_and_the_next_takes_it_within_a_minute_of_its_death(bool postgres)
    {
        await using var first = Replica(postgres);
        await using var second = Replica(postgres);
        Assert.True(await first.TakesTurnAsync());

        for (var look = 0; look < 12; look++)
        {
            Assert.False(await second.TakesTurnAsync());
            Advance(first, second);
            Assert.True(await first.TakesTurnAsync());
        }

        Assert.InRange(await LooksUntilTakenAsync(second), 1, 4);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Of_many_that_start_at_once_one_gets_the_turn(bool postgres)
    {
        await using var all = new Replicas([.. Enumerable.Range(0, 6).Select(_ => Replica(postgres))]);

        for (var round = 0; round < 5; round++)
        {
            var taken = await Task.WhenAll(all.Select(replica => Task.Run(replica.TakesTurnAsync)));
            Assert.Equal(1, taken.Count(took => took));
            await Task.WhenAll(all.Select(replica => replica.Claim.GiveBackAsync(CancellationToken.None)));
        }
    }

    [Fact]
    public async Task Given_back_the_turn_is_taken_at_once()
    {
        await using var first = Replica(postgres: true);
        await using var second = Replica(postgres: true);
        Assert.True(await first.TakesTurnAsync());

        await second.Claim.GiveBackAsync(CancellationToken.None);
        Assert.False(await second.TakesTurnAsync());
        await first.Claim.GiveBackAsync(CancellationToken.None);

        Assert.True(await second.TakesTurnAsync());
        Assert.False(await first.TakesTurnAsync());
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public async Task A_clock_that_is_hours_wrong_delays_no_takeover_and_the_two_do_not_take_it_from_each_other_in_turns(int hours)
    {
        await using var first = Replica(postgres: true);
        await using var second = Replica(postgres: true);
        Assert.True(await first.TakesTurnAsync());
        second.Time.AdjustTime(second.Time.GetUtcNow().AddHours(hours));

        var changes = 0;
        var before = true;
        for (var look = 0; look < 12; look++)
        {
            Advance(first, second);
            var (ofSecond, ofFirst) = (await second.TakesTurnAsync(), await first.TakesTurnAsync());
            Assert.NotEqual(ofFirst, ofSecond);
            changes += ofFirst == before ? 0 : 1;
            before = ofFirst;
        }

        Assert.InRange(changes, 0, 1);
        Assert.InRange(await LooksUntilTakenAsync(before ? second : first), 1, 4);
    }

    [Fact]
    public async Task A_job_that_goes_on_holds_up_no_other_ends_with_the_turn_and_the_next_process_goes_on()
    {
        await using var first = Replica(postgres: false);
        await using var second = Replica(postgres: false);
        await first.StartAsync();
        await first.Jobs.SlowBegun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await second.StartAsync();

        await UntilAsync("the quick job has run three times beside the slow one", () => first.Jobs.Quick >= 3, first, second);
        Assert.Equal(0, second.Jobs.Quick);

        // It stands still: its time does not go on.
        await UntilAsync("the other has taken over", () => second.Jobs.Quick >= 1, second);
        var ran = first.Jobs.Quick;
        await UntilAsync("the one that goes on has seen that it lost its turn", () => first.Jobs.SlowEnded.Task.IsCompleted, first);
        Assert.InRange(first.Jobs.Quick, ran, ran + 1);

        await second.StopAsync();
        await UntilAsync("a stop gives the turn to the next", () => first.Jobs.Quick > ran + 1, first);
    }

    // In small steps, for an answer of the database takes no time there, but some here.
    private static Task UntilAsync(string what, Func<bool> isSo, params ClockReplica[] going) => Until.TrueAsync(what, () =>
    {
        Array.ForEach(going, replica => replica.Time.Advance(Look / 5));
        return isSo();
    }, cancellationToken: TestContext.Current.CancellationToken);

    private static void Advance(params ClockReplica[] replicas)
    {
        foreach (var replica in replicas)
        {
            replica.Time.Advance(Look);
        }
    }

    private static async Task<int> LooksUntilTakenAsync(ClockReplica replica)
    {
        var looks = 0;
        do
        {
            Advance(replica);
            looks++;
        }
        while (!await replica.TakesTurnAsync() && looks < 10);
        return looks;
    }

    private ClockReplica Replica(bool postgres)
    {
        if (!postgres && !File.Exists(folder.Combine("portal.db")))
        {
            MigratedDatabase.CopyTo(folder.Combine("portal.db"));
        }

        return new(
            new Dictionary<string, string?>
            {
                ["Database:Provider"] = postgres ? "Postgres" : "Sqlite",
                ["Database:ConnectionString"] = postgres ? server : $"Data Source={folder.Combine("portal.db")}",
            },
            Start);
    }

    private sealed class Replicas(IReadOnlyList<ClockReplica> all) : List<ClockReplica>(all), IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var replica in this)
            {
                await replica.DisposeAsync();
            }
        }
    }
}
