using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Tests.Data;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace OperateFirst.Portal.Tests.Commands;

/// <summary>What machines that watch the portal are told.</summary>
public sealed class HealthTests
{
    // Half of what a statement may otherwise take.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_message_parked_since_GitHub_refused_the_token_is_degraded_and_not_dead()
    {
        await using var gitHub = await HttpStub.StartAsync();
        gitHub.Answer(HttpMethod.Post, "/repos/o/r/issues", StubAnswer.Json(401, """{"message":"Bad credentials"}"""));
        using var portal = new PortalApp(_ => { }, null, builder => builder
            .UseSetting("Deliveries:Issues", "GitHub").UseSetting("GitHub:Token", "canary-token").UseSetting("GitHub:Repository", "o/r")
            .UseSetting("GitHub:ApiUrl", gitHub.Address.ToString()));
        Assert.Equal("healthy", (string?)(await ReadyAsync(portal)).Body["status"]);
        var lead = await portal.LeadAsync();
        await lead.PostAsync("/projects/sigstore-aas/agreements/telemetry", ("Input.Agreed", "true"));
        await lead.PostAsync("/projects/sigstore-aas/agreements/commitment", ("Input.Agreed", "true"));
        await portal.DeliverAsync();

        portal.Clock.Advance(TimeSpan.FromSeconds(2));
        var (answer, body) = await ReadyAsync(portal);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("degraded", (string?)body["status"]);
        Assert.Equal("1 message is parked: an operator has to look.", Sentence(body, "deliveries"));
        Assert.DoesNotContain("canary", body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sigstore", body.ToJsonString(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.False(answer.Headers.Contains("Set-Cookie"), "A probe gets no cookie.");
    }

    [Fact]
    public async Task Without_its_database_the_portal_lives_and_is_not_ready_until_the_file_is_back()
    {
        using var portal = new TroubledPortal();
        var visitor = portal.App.Visit();
        File.Move(portal.App.Database, $"{portal.App.Database}.away");

        // Afterwards: the workers of the portal may have opened another one before.
        SqliteConnection.ClearAllPools();

        var (answer, body) = await ReadyAsync(portal.App);
        using var live = await visitor.GetAsync("/health/live");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (answer.StatusCode, (string?)body["status"]));
        Assert.Equal("The database cannot be used right now: the file cannot be opened.", Sentence(body, "database"));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.True(live.Headers.CacheControl?.NoStore);

        File.Move($"{portal.App.Database}.away", portal.App.Database);
        portal.App.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("healthy", (string?)(await ReadyAsync(portal.App)).Body["status"]);
    }

    [Fact]
    public async Task A_migration_that_another_version_is_at_and_a_database_that_hangs_hold_up_no_probe_for_long()
    {
        var database = PostgresServer.CreateMigrated();
        using var portal = new PortalApp(_ => { }, over: TestDatabase.OnServer(database));
        Assert.Equal("healthy", (string?)(await ReadyAsync(portal)).Body["status"]);
        await using var other = new Npgsql.NpgsqlConnection($"{database};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var migrating = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = other.CreateCommand();

        command.CommandText = "LOCK TABLE \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        portal.Clock.Advance(TimeSpan.FromSeconds(2));
        var (besideMigration, _) = await ReadyAsync(portal).WaitAsync(Enough, TestContext.Current.CancellationToken);

        command.CommandText = "LOCK TABLE \"OutboxMessages\" IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        portal.Clock.Advance(TimeSpan.FromSeconds(2));
        var (besideTable, degraded) = await ReadyAsync(portal).WaitAsync(Enough, TestContext.Current.CancellationToken);

        command.CommandText = "LOCK TABLE pg_trigger IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        portal.Clock.Advance(TimeSpan.FromSeconds(2));
        var (hanging, body) = await ReadyAsync(portal).WaitAsync(Enough, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, besideMigration.StatusCode);
        Assert.Equal((HttpStatusCode.OK, "degraded"), (besideTable.StatusCode, (string?)degraded["status"]));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The database cannot be used right now: the server cannot be reached."), (hanging.StatusCode, Sentence(body, "database")));
        Assert.Null(await portal.ReadAsync(db => Task.FromResult(db.Database.GetCommandTimeout())));
    }

    [Fact]
    public async Task Lost_triggers_are_not_ready_and_many_probes_ask_the_database_once_a_second()
    {
        using var portal = new TroubledPortal();
        Assert.Equal("healthy", (string?)(await ReadyAsync(portal.App)).Body["status"]);

        portal.Run("DROP TRIGGER \"LedgerEntries_refuses_DELETE\"");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReadyAsync(portal.App)));
        Assert.Equal("healthy", (string?)(await ReadyAsync(portal.App)).Body["status"]);

        portal.App.Clock.Advance(TimeSpan.FromSeconds(2));
        var (answer, body) = await ReadyAsync(portal.App);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("An append-only table has lost its triggers: run doctor.", Sentence(body, "database"));
    }

    [Fact]
    public async Task A_damaged_database_is_named_and_what_a_check_throws_is_not_told()
    {
        using var portal = new PortalApp(_ => { }, null, builder => builder.ConfigureServices(services => services.AddHealthChecks()
            .AddCheck("broken", () => throw new InvalidOperationException("/home/portal/canary"))));

        var (answer, body) = await ReadyAsync(portal);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("It did not answer.", Sentence(body, "broken"));
        Assert.DoesNotContain("canary", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(new DatabaseTrouble("the file is damaged: restore a backup", true), DatabaseTrouble.Of(new SqliteException("malformed", 11)));
        Assert.Equal(new DatabaseTrouble("the file is damaged: restore a backup", true), DatabaseTrouble.Of(new SqliteException("no database", 26)));
    }

    [Fact]
    public async Task What_an_operator_has_to_look_at_is_logged_once_and_not_with_each_probe()
    {
        var (log, answer) = (new KeptLog(), HealthCheckResult.Healthy());
        using var portal = new PortalApp(_ => { }, null, builder => builder.UseSetting("Serilog:MinimumLevel:Default", "Information").ConfigureServices((context, services) =>
        {
            services.AddSerilog(new LoggerConfiguration().ReadFrom.Configuration(context.Configuration).WriteTo.Sink(log).CreateLogger(), dispose: true);
            services.AddHealthChecks().AddCheck("part", () => answer);
        }));

        foreach (var next in new[] { HealthCheckResult.Healthy(), HealthCheckResult.Degraded("It is slow."), HealthCheckResult.Unhealthy("It is away."), HealthCheckResult.Healthy() })
        {
            answer = next;
            for (var probe = 0; probe < 3; probe++)
            {
                portal.Clock.Advance(TimeSpan.FromSeconds(2));
                await ReadyAsync(portal);
            }
        }

        Assert.Equal(
            [(LogEventLevel.Warning, "It is slow."), (LogEventLevel.Error, "It is away."), (LogEventLevel.Information, "")],
            log.Events.Where(line => line.MessageTemplate.Text.Contains("ealth", StringComparison.Ordinal) || line.Properties.ContainsKey("Sentences"))
                .Select(line => (line.Level, $"{line.Properties.GetValueOrDefault("Sentences")}".Trim('"'))));
    }

    [Fact]
    public async Task A_certificate_that_soon_expires_and_keys_that_it_does_not_protect_are_told_at_the_start()
    {
        using var folder = new TemporaryFolder();
        TestDatabase database;
        await using (var without = new PortalApp())
        {
            database = without.CopyDatabase(folder.Combine("portal.db"));
        }

        var log = new KeptLog();
        var until = new DateTimeOffset(2026, 11, 5, 0, 0, 0, TimeSpan.Zero);
        await using var portal = new PortalApp(_ => { }, over: database, configure: builder => builder
            .UseSetting("DataProtection:Certificate", SelfSigned.WritePem(folder.Combine("keys.pem"), until.AddYears(-1), until))
            .UseSetting("Serilog:MinimumLevel:Default", "Warning")
            .ConfigureServices((context, services) => services.AddSerilog(
                new LoggerConfiguration().ReadFrom.Configuration(context.Configuration).WriteTo.Sink(log).CreateLogger(), dispose: true)));

        var told = log.Events.Where(line => $"{line.Properties.GetValueOrDefault("SourceContext")}".Contains("OperateFirst", StringComparison.Ordinal)).Select(line => line.RenderMessage()).ToList();
        Assert.Single(told, line => line.Contains("expires on 2026-11-05", StringComparison.Ordinal));
        Assert.Single(told, line => line.Contains("1 key in the database is not encrypted", StringComparison.Ordinal));
    }

    private static async Task<(HttpResponseMessage Answer, JsonNode Body)> ReadyAsync(PortalApp portal)
    {
        var answer = await portal.Visit().GetAsync("/health/ready");
        return (answer, JsonNode.Parse(await answer.Content.ReadAsStringAsync()) ?? new JsonObject());
    }

    private static string? Sentence(JsonNode body, string name) =>
        (string?)(body["checks"]?.AsArray().Single(check => (string?)check?["name"] == name))?["sentence"];

    private sealed class KeptLog : ILogEventSink
    {
        public ConcurrentQueue<LogEvent> Events { get; } = [];

        public void Emit(LogEvent logEvent) => Events.Enqueue(logEvent);
    }
}
