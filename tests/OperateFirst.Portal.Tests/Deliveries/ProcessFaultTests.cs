using System.Net.Sockets;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>What becomes of the promises when processes die, stand still or are asked to end in the middle of the work.</summary>
public sealed class ProcessFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Killed_three_times_under_load_nothing_is_lost_and_nothing_is_twice() => KillAsync(3);

    [Fact(Explicit = true)]
    public Task Killed_fifty_times_under_load_nothing_is_lost_and_nothing_is_twice() => KillAsync(50);

    [Fact]
    public async Task Asked_to_end_under_load_a_worker_drains_in_ten_seconds_and_leaves_nothing_half_sent()
    {
        await using var workers = await TwoWorkers.StartAsync();
        workers.BeginWork(leads: 3);
        await UntilBusyAsync(workers, 6);

        // A request that never comes to its end.
        using var hanging = new TcpClient();
        await hanging.ConnectAsync(workers.Portals[0].Address.Host, workers.Portals[0].Address.Port, Cancellation);
        await hanging.GetStream().WriteAsync("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc"u8.ToArray(), Cancellation);

        var exitCode = await workers.Portals[0].TerminateAsync(TimeSpan.FromSeconds(10), Cancellation);
        await workers.EndWorkAsync();
        var other = await workers.Portals[1].TerminateAsync(TimeSpan.FromSeconds(10), Cancellation);

        Assert.Equal((0, 0), (exitCode, other));
        Assert.Equal(0, workers.Count("SELECT COUNT(*) FROM OutboxMessages WHERE State = 'queued' AND LeaseOwner IS NOT NULL"));
        await workers.Portals[0].RestartAsync(cancellationToken: Cancellation);
        await workers.UntilDeliveredAsync(TimeSpan.FromMinutes(2));
        workers.ExpectEverythingAcknowledged();
        await workers.ExpectEachOnceOnGitHubAsync();
        Assert.Equal(0, workers.ExpectEveryMailAndOnlyCopies());
    }

    [Fact(Explicit = true)]
    public async Task A_worker_that_stood_still_past_its_lease_and_goes_on_opens_no_second_issue()
    {
        const int EnoughHeld = 5;
        await using var workers = await TwoWorkers.StartAsync();
        workers.BeginWork(leads: 2);
        var held = 0L;
        for (var round = 0; held < EnoughHeld; round++)
        {
            Assert.True(round < 20, $"In 20 rounds a worker that stood still held {held} messages: too few to show anything.");
            await UntilBusyAsync(workers, workers.Acknowledged.Count + 4);
            var stopped = workers.Portals[round % 2];
            await stopped.StopAsync();
            if (!workers.CanBeWritten())
            {
                // Stopped in the middle of a commit, it holds up everybody on its machine, as SQLite has it: nobody takes over.
                await stopped.ContinueAsync();
                continue;
            }

            var leased = workers.Leased();
            await Until.TrueAsync("their leases have ended", () => workers.CountHeld(leased, "LeaseEndsAtUtc > strftime('%Y-%m-%d %H:%M:%f', 'now')") == 0, cancellationToken: Cancellation);
            held += workers.CountHeld(leased);
            await Until.TrueAsync("the other worker has taken over", () => workers.CountHeld(leased) == 0, TimeSpan.FromMinutes(2), Cancellation);
            await stopped.ContinueAsync();
        }

        await workers.EndWorkAsync();
        await workers.UntilDeliveredAsync(TimeSpan.FromMinutes(3));
        workers.ExpectEverythingAcknowledged();
        await workers.ExpectEachOnceOnGitHubAsync();
        var copies = workers.ExpectEveryMailAndOnlyCopies();
        TestContext.Current.SendDiagnosticMessage($"{held} messages were held past their lease by a worker that stood still: {copies} copies of e-mails, no second issue");
    }

    private static async Task KillAsync(int kills)
    {
        // What a run did is told by its number, so that one that failed can be looked at again.
        var random = new Random(kills);
        await using var workers = await TwoWorkers.StartAsync();
        workers.BeginWork(leads: 3);
        for (var kill = 1; kill <= kills; kill++)
        {
            var busy = workers.Acknowledged.Count + random.Next(2, 12);
            await UntilBusyAsync(workers, busy);
            var victim = workers.Portals[random.Next(2)];
            await victim.KillAsync();
            await victim.RestartAsync(cancellationToken: Cancellation);
        }

        await workers.EndWorkAsync();
        await workers.UntilDeliveredAsync(TimeSpan.FromMinutes(5));
        workers.ExpectEverythingAcknowledged();
        await workers.ExpectEachOnceOnGitHubAsync();
        var copies = workers.ExpectEveryMailAndOnlyCopies();

        // One process has at most four e-mails under way.
        Assert.InRange(copies, 0, kills * 4);
        var mails = workers.Outside.Mail.Received.Count;
        TestContext.Current.SendDiagnosticMessage(
            $"{kills} kills: {workers.Acknowledged.Count} acknowledged changes, {workers.Count("SELECT COUNT(*) FROM TrackingIssues")} issues, {mails} e-mails of which {copies} copies");
        var (exitCode, said) = await workers.VerifyLedgerAsync();
        Assert.True(exitCode == 0, said);
    }

    private static Task UntilBusyAsync(TwoWorkers workers, int changes) => Until.TrueAsync(
        $"{changes} changes are acknowledged", () => workers.Acknowledged.Count >= changes, TimeSpan.FromMinutes(1), Cancellation);
}
