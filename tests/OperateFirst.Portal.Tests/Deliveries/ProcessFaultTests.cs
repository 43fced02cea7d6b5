using System.Net.Sockets;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>What becomes of the promises when processes die, stand still or are asked to end in the middle of the work.</summary>
public sealed class ProcessFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public Task Killed_three_times_under_load_nothing_is_lost_and_nothing_is_twice() => KillAsync(3);

    [Fact(Explicit = true)]
    public Task Killed_fifty_times_under_load_nothing_is_lost_and_nothing_is_twice() => KillAsync(50);

    // Beside other tests a stop has no ten seconds of the processor to itself.
    [Fact]
    public Task Asked_to_end_under_load_a_worker_drains_and_leaves_nothing_half_sent() => EndAsync(TimeSpan.FromSeconds(30));

    [Fact(Explicit = true)]
    public async Task Asked_to_end_under_load_a_worker_drains_in_ten_seconds_and_sends_no_copy() => Assert.Equal(0, await EndAsync(TimeSpan.FromSeconds(10)));

    [Fact(Explicit = true)]
    public async Task A_worker_that_stood_still_past_its_lease_and_goes_on_opens_no_second_issue()
    {
        const int EnoughHeld = 5;
        await using var workers = await WorkingPortals.StartAsync();
        workers.BeginWork(leads: 2);
        var held = 0L;
        for (var round = 0; held < EnoughHeld; round++)
        {
            Assert.True(round < 20, $"In 20 rounds a worker that stood still held {held} messages: too few to show anything.");
            await workers.UntilBusyAsync(workers.Acknowledged.Count + 4);
            var stopped = workers.Portals[round % 2];
            await stopped.StopAsync();
            if (!workers.Rows.CanBeWritten())
            {
                // Stopped in the middle of a commit, it holds up everybody on its machine, as SQLite has it: nobody takes over.
                await stopped.ContinueAsync();
                continue;
            }

            var leased = workers.Rows.Leased();
            await Until.TrueAsync("their leases have ended", () => workers.Rows.CountLeased(leased) == 0, cancellationToken: Cancellation);
            held += workers.Rows.CountHeld(leased);
            await Until.TrueAsync("the other worker has taken over", () => workers.Rows.CountHeld(leased) == 0, TimeSpan.FromMinutes(2), Cancellation);
            await stopped.ContinueAsync();
        }

        await workers.EndWorkAsync();
        await workers.UntilDeliveredAsync(TimeSpan.FromMinutes(3));
        workers.ExpectEverythingAcknowledged();
        await workers.ExpectEachOnceOnGitHubAsync();
        var copies = workers.ExpectEveryMailAndOnlyCopies();
        TestContext.Current.SendDiagnosticMessage($"{held} messages were held past their lease by a worker that stood still: {copies} copies of e-mails, no second issue");
    }

    /// <returns>How many copies of e-mails came.</returns>
    private static async Task<int> EndAsync(TimeSpan within)
    {
        await using var workers = await WorkingPortals.StartAsync();
        workers.BeginWork(leads: 3);
        await workers.UntilBusyAsync(6);

        // A request that never comes to its end.
        using var hanging = new TcpClient();
        await hanging.ConnectAsync(workers.Portals[0].Address.Host, workers.Portals[0].Address.Port, Cancellation);
        await hanging.GetStream().WriteAsync("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc"u8.ToArray(), Cancellation);

        var exitCode = await workers.Portals[0].TerminateAsync(within, Cancellation);
        await workers.EndWorkAsync();
        var other = await workers.Portals[1].TerminateAsync(within, Cancellation);

        Assert.Equal((0, 0), (exitCode, other));
        Assert.Empty(workers.Rows.Leased());
        await workers.Portals[0].RestartAsync(cancellationToken: Cancellation);
        await workers.UntilDeliveredAsync(TimeSpan.FromMinutes(2));
        workers.ExpectEverythingAcknowledged();
        await workers.ExpectEachOnceOnGitHubAsync();
        return workers.ExpectEveryMailAndOnlyCopies();
    }

    private static async Task KillAsync(int kills)
    {
        await using var workers = await WorkingPortals.StartAsync();
        await workers.KillUnderLoadAsync(kills);
        await workers.ExpectNothingLostAndNothingTwiceAsync(kills);
    }
}
