using System.Net;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Replicas;

/// <summary>Several portals over one PostgreSQL are as one to people: whichever answers, they are signed in, their forms are taken and they see how deliveries stand.</summary>
public sealed class ReplicaTests(ThreeReplicas replicas) : IClassFixture<ThreeReplicas>
{
    private const int FewestPages = 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Three_that_start_at_once_over_an_empty_database_all_come_up_and_make_everything_once()
    {
        Assert.Equal(3, replicas.Portals.Length);
        ExpectMadeOnce(replicas.Rows);
    }

    [Fact]
    public async Task Two_that_start_at_once_over_an_empty_database_both_come_up_and_make_everything_once()
    {
        using var data = new TemporaryFolder();
        using var database = TestDatabase.OnServer(PostgresServer.Create());
        var settings = ThreeReplicas.SettingsOf(database);
        var started = await PortalProcess.StartAllAsync(2, data.Path, settings, "Development", Cancellation);
        try
        {
            ExpectMadeOnce(new(database));
        }
        finally
        {
            foreach (var portal in started)
            {
                await portal.DisposeAsync();
            }
        }
    }

    [Fact]
    public void The_keys_in_the_database_are_encrypted_with_the_certificate()
    {
        var key = Assert.Single(replicas.Rows.Texts("SELECT \"Xml\" FROM \"DataProtectionKeys\""));
        Assert.Contains("EncryptedKey", key, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", key, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Behind_a_proxy_that_sends_each_request_to_another_a_lead_signs_in_accepts_and_sees_the_issue_opened()
    {
        var cookies = new CookieContainer();
        using var lead = new Lead(replicas.Visit(cookies), "sigstore-aas");
        var before = replicas.Proxy.Answered;

        await lead.RegisterAsync();
        await lead.ReadGuideAsync();
        await lead.AcceptBothAsync();
        await lead.AskAsync("coordination", "Bill Burns");
        await Until.TrueAsync("the page tells that the issue is open", async () => (await lead.DeliveriesAsync()).Contains("Issue #1 opened", StringComparison.Ordinal), cancellationToken: Cancellation);
        Assert.All(replicas.Proxy.Answered.Zip(before), answered => Assert.True(answered.First > answered.Second + 3, "Not every replica had a part in it."));

        var session = cookies.GetCookieHeader(replicas.Proxy.Address);
        Assert.All(await StatusesAsync(session), status => Assert.Equal(HttpStatusCode.OK, status));
        await lead.Visitor.OpenAsync("/sign-out");
        await lead.Visitor.PressAsync("Sign out");
        Assert.All(await StatusesAsync(session), status => Assert.Equal(HttpStatusCode.Redirect, status));
    }

    [Fact]
    public async Task A_replica_that_is_asked_to_end_under_load_fails_no_request()
    {
        using var stop = new CancellationTokenSource();
        var failed = replicas.Proxy.Failed;
        var busy = Enumerable.Range(0, 3).Select(visitor => Task.Run(() => WorkAsync(visitor, stop.Token))).ToList();
        var answered = replicas.Proxy.Answered;
        await Until.TrueAsync("all are busy", () => replicas.Proxy.Answered.Zip(answered).All(pair => pair.First > pair.Second + 3), cancellationToken: Cancellation);

        var exitCode = await replicas.Portals[0].TerminateAsync(TimeSpan.FromSeconds(30), Cancellation);
        await stop.CancelAsync();
        var pages = await Task.WhenAll(busy);

        Assert.Equal(0, exitCode);
        Assert.All(pages, some => Assert.InRange(some, FewestPages, int.MaxValue));
        Assert.Equal(failed, replicas.Proxy.Failed);
        Assert.False(replicas.Proxy.IsIn(0));

        await replicas.Portals[0].RestartAsync(cancellationToken: Cancellation);
        await Until.TrueAsync("it takes part again", () => replicas.Proxy.IsIn(0), cancellationToken: Cancellation);
    }

    private static void ExpectMadeOnce(Deliveries.PortalRows rows)
    {
        Assert.Equal(1, rows.Count("SELECT COUNT(*) FROM \"DataProtectionKeys\""));
        Assert.Equal(
            rows.Count("SELECT COUNT(DISTINCT \"MigrationId\") FROM \"__EFMigrationsHistory\""), rows.Count("SELECT COUNT(*) FROM \"__EFMigrationsHistory\""));
        Assert.Equal(2, rows.Count("SELECT COUNT(*) FROM \"AgreementVersions\""));
        Assert.Equal(2, rows.Count("SELECT COUNT(*) FROM \"LedgerEntries\" WHERE \"Chain\" = 'portal' AND \"Kind\" = 'agreement.published'"));
        Assert.Equal(1, rows.Count("SELECT COUNT(*) FROM \"ClockTurns\""));
    }

    /// <returns>How many pages were seen, each as it should be.</returns>
    private async Task<int> WorkAsync(int visitor, CancellationToken stop)
    {
        using var lead = new Lead(replicas.Visit(), $"drained-{visitor}");
        await lead.RegisterAsync($"Drained {visitor}");
        var pages = 0;
        while (!stop.IsCancellationRequested || pages < FewestPages)
        {
            await lead.Visitor.OpenAsync("/projects");
            Assert.Equal(HttpStatusCode.OK, lead.Visitor.Status);
            await lead.Visitor.OpenAsync($"/projects/drained-{visitor}/edit");
            await lead.Visitor.PressAsync("Save the changes", ("Input.Description", $"Edited {pages} times."));
            Assert.Equal(HttpStatusCode.OK, lead.Visitor.Status);
            pages++;
        }

        return pages;
    }

    private async Task<HttpStatusCode[]> StatusesAsync(string session) => await Task.WhenAll(replicas.Portals.Select(async portal =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/projects") { Headers = { { "Cookie", session } } };
        using var answer = await portal.Client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }));
}
