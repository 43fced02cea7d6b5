using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Deliveries;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Replicas;

/// <summary>Replicas that die, and a PostgreSQL that does, in the middle of the work.</summary>
public sealed class ReplicaFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_replicas_killed_twice_under_load_lose_nothing_and_do_nothing_twice()
    {
        await using var workers = await WorkingPortals.StartAsync(database: TestDatabase.OnServer(PostgresServer.CreateMigrated()));
        await workers.KillUnderLoadAsync(2);
        await workers.ExpectNothingLostAndNothingTwiceAsync(2);
    }

    [Fact(Explicit = true)]
    public async Task Ten_thousand_messages_and_25_kills_lose_nothing_and_do_nothing_twice()
    {
        // GitHub allows one bot 5,000 requests an hour, and the portal keeps to it: most of the messages are e-mails.
        const int Kills = 25;
        const int MailsAKill = 390;
        const int CommentsAKill = 40;
        await using var workers = await WorkingPortals.StartAsync(database: TestDatabase.OnServer(PostgresServer.CreateMigrated()));
        await using var promises = PromisesIn(workers.Database);
        await workers.KillUnderLoadAsync(Kills, _ => PromiseAsync(workers.Rows, promises, MailsAKill, CommentsAKill));
        await workers.ExpectNothingLostAndNothingTwiceAsync(Kills);
        Assert.InRange(workers.Rows.Count("SELECT COUNT(*) FROM \"OutboxMessages\""), 10_000, int.MaxValue);
    }

    [Fact(Explicit = true)]
    public async Task A_PostgreSQL_that_crashes_or_is_restarted_under_load_is_waited_for_and_all_goes_on_in_half_a_minute()
    {
        await using var server = await PostgresProcess.StartAsync(Cancellation);
        await using var workers = await WorkingPortals.StartAsync(database: TestDatabase.Of(server));
        using var lead = new Lead(workers.VisitorOf(workers.Portals[1]), "patient");
        await lead.RegisterAsync();
        workers.BeginWork(leads: 2);
        foreach (var crash in new[] { true, false, true })
        {
            await workers.UntilBusyAsync(workers.Acknowledged.Count + 12);
            await server.StopAsync(crash, Cancellation);
            var stopped = TimeProvider.System.GetTimestamp();
            await Until.TrueAsync(
                "it has been away for a while",
                async () =>
                {
                    await ExpectAwayAsync(lead.Visitor);
                    return TimeProvider.System.GetElapsedTime(stopped) > TimeSpan.FromSeconds(4);
                },
                cancellationToken: Cancellation);
            await server.GoOnAsync(Cancellation);

            var back = TimeProvider.System.GetUtcNow().UtcDateTime;
            var acknowledged = workers.Acknowledged.Count;
            await Until.TrueAsync(
                "people work and what was promised before is delivered",
                async () => workers.Acknowledged.Count >= acknowledged + 5 && await IsOpenAsync(lead.Visitor) && CountWaiting(workers, back) == 0,
                TimeSpan.FromSeconds(30),
                Cancellation);
            var took = TimeProvider.System.GetUtcNow().UtcDateTime - back;
            TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{(crash ? "After a crash" : "After a restart")} all had recovered in {took.TotalSeconds:0.0} s"));
        }

        await workers.EndWorkAsync();
        await workers.ExpectNothingLostAndNothingTwiceAsync(0);
    }

    [Fact(Explicit = true)]
    public async Task The_clocks_jobs_are_taken_over_within_a_minute_of_a_kill()
    {
        const string Taken = "lets the clock's jobs run";
        var more = new Dictionary<string, string> { ["Serilog:MinimumLevel:Override:OperateFirst.Portal.Clock"] = "Information" };
        await using var workers = await WorkingPortals.StartAsync(portals: 3, database: TestDatabase.OnServer(PostgresServer.CreateMigrated()), more: more);
        await Until.TrueAsync("one has the turn", () => workers.Portals.Any(portal => portal.Output.Contains(Taken, StringComparison.Ordinal)), cancellationToken: Cancellation);
        var holder = Assert.Single(workers.Portals, portal => portal.Output.Contains(Taken, StringComparison.Ordinal));
        using var lead = new Lead(workers.VisitorOf(workers.Portals.First(portal => portal != holder)), "forgotten");
        await lead.RegisterAsync();

        await holder.KillAsync();
        var killed = TimeProvider.System.GetTimestamp();
        Assert.Equal(1, workers.Rows.Change("UPDATE \"Sessions\" SET \"EndsAtUtc\" = @time", TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1)));
        await Until.TrueAsync("another has done a job", () => workers.Rows.Count("SELECT COUNT(*) FROM \"Sessions\"") == 0, TimeSpan.FromSeconds(60), Cancellation);

        var took = TimeProvider.System.GetElapsedTime(killed);
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"The clock's jobs were taken over {took.TotalSeconds:0.0} s after the kill"));
    }

    private static async Task ExpectAwayAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/projects");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, visitor.Status);
        Assert.Contains("cannot read its database", visitor.Text, StringComparison.Ordinal);
        Assert.NotNull(visitor.Page.QuerySelector(".of-masthead"));
    }

    private static async Task<bool> IsOpenAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/projects/patient");
        return visitor.Status == HttpStatusCode.OK;
    }

    private static long CountWaiting(WorkingPortals workers, DateTime before) => workers.Rows.Read(
        "SELECT COUNT(*) FROM \"OutboxMessages\" WHERE \"State\" <> 'sent' AND \"EnqueuedAtUtc\" < @time", reader => reader.GetInt64(0), before).Single();

    private static ServiceProvider PromisesIn(TestDatabase database)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(database.Settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System).AddLogging().AddData(configuration).BuildServiceProvider();
    }

    /// <summary>More than people could cause in this time: receipts of what was accepted, and comments on the issues that are open.</summary>
    private static async Task PromiseAsync(PortalRows rows, IServiceProvider services, int mails, int comments)
    {
        var receipts = rows.Read("SELECT \"Id\", \"ProjectId\" FROM \"Acceptances\"", reader => (reader.GetGuid(0), reader.GetGuid(1)));
        var entries = rows.Read(
            "SELECT e.\"Id\", t.\"ProjectId\" FROM \"LedgerEntries\" e JOIN \"TrackingIssues\" t ON e.\"Chain\" = replace(CAST(t.\"ProjectId\" AS text), '-', '') WHERE t.\"Number\" IS NOT NULL",
            reader => (reader.GetGuid(0), reader.GetGuid(1)));
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        for (var number = 0; number < mails && receipts.Count > 0; number++)
        {
            var (receipt, project) = receipts[number % receipts.Count];
            db.Enqueue(new MessageDraft(AcceptAgreement.ReceiptMail, project, receipt, "One more receipt") { Recipient = $"lead-{number}@example.org" }, TimeProvider.System.UtcNow());
        }

        for (var number = 0; number < comments && entries.Count > 0; number++)
        {
            var (entry, project) = entries[number * 7 % entries.Count];
            db.Enqueue(new MessageDraft(TrackingIssue.CommentMessage, project, entry, "One more comment") { OrderKey = TrackingIssue.OrderKeyOf(project) }, TimeProvider.System.UtcNow());
        }

        await db.SaveChangesAsync(Cancellation);
    }
}
