using System.Net;
using Microsoft.Data.Sqlite;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>The published portal dies between the commit and the end of the delivery, and is started again over its data.</summary>
public sealed class KillTests
{
    private const string Slug = "sigstore-aas";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PostFault.AnswerHeld, 1)]
    [InlineData(PostFault.RequestHeld, 0)]
    public async Task Killed_while_the_issue_is_opened_there_is_one_issue_in_the_end(PostFault fault, int landed)
    {
        using var data = new TemporaryFolder();
        await using var outside = await Outside.StartAsync();
        await using var relay = await GitHubRelay.StartAsync(outside.GitHub.Address);
        await using var portal = await StartAsync(data, outside.SettingsOf(relay.Address));
        using var lead = LeadAt(portal);
        await lead.RegisterAsync();
        await lead.AcceptAsync("telemetry");
        relay.BreakNextPost(fault);

        await lead.AcceptAsync("commitment");
        await relay.FaultAsync();
        await portal.KillAsync();
        Assert.Equal(landed, (await outside.GitHub.IssuesAsync(Cancellation)).Count);
        EndLeases(data);
        await portal.RestartAsync(cancellationToken: Cancellation);
        await UntilDeliveredAsync(data);

        var issue = Assert.Single(await outside.GitHub.IssuesAsync(Cancellation));
        Assert.Contains($"Issue #{issue.Number} opened", await lead.DeliveriesAsync(), StringComparison.Ordinal);
        Assert.Equal(2, outside.Mail.Received.Select(mail => mail.Message.MessageId).Distinct().Count());
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 2)]
    public async Task Killed_while_a_mail_is_sent_none_is_lost_and_a_repeated_one_has_the_same_id(bool taken, int arrive)
    {
        using var data = new TemporaryFolder();
        await using var outside = await Outside.StartAsync();
        await using var portal = await StartAsync(data, outside.SettingsOf());
        using var lead = LeadAt(portal);
        await lead.RegisterAsync();
        await outside.Mail.HoldAfterDataAsync(1, taken);

        // The second receipt waits behind the first.
        await lead.AcceptAsync("telemetry");
        await outside.Mail.WaitForHeldAsync(1, Cancellation);
        await lead.AcceptAsync("commitment");
        await portal.KillAsync();
        Assert.Equal(taken ? 1 : 0, outside.Mail.Received.Count);
        EndLeases(data);
        await portal.RestartAsync(cancellationToken: Cancellation);
        await UntilDeliveredAsync(data);

        var mails = outside.Mail.Received.Select(mail => mail.Message).ToList();
        Assert.Equal(arrive, mails.Count);
        Assert.Equal(2, mails.Select(mail => mail.MessageId).Distinct().Count());
        Assert.Equal(2, mails.Select(mail => mail.ToString()).Distinct().Count());
        Assert.Single(await outside.GitHub.IssuesAsync(Cancellation));
    }

    [Fact]
    public async Task A_promise_of_a_dead_process_is_left_alone_until_its_lease_ends()
    {
        using var data = new TemporaryFolder();
        await using var outside = await Outside.StartAsync();
        await using var portal = await StartAsync(data, outside.SettingsOf());
        using var lead = LeadAt(portal);
        await lead.RegisterAsync();
        await outside.Mail.HoldAfterDataAsync(1, keep: false);
        await lead.AcceptAsync("telemetry");
        await outside.Mail.WaitForHeldAsync(1, Cancellation);

        await portal.KillAsync();
        await portal.RestartAsync(cancellationToken: Cancellation);
        await lead.AcceptAsync("commitment");
        await outside.Mail.WaitForAsync(1, cancellationToken: Cancellation);

        Assert.Contains("commitment", Assert.Single(outside.Mail.Received).Message.Subject, StringComparison.Ordinal);
        const string Undone = "SELECT COUNT(*) FROM OutboxMessages WHERE State = 'queued'";
        await Until.TrueAsync("all but one promise is kept", () => Scalar(data, Undone) == 1, cancellationToken: Cancellation);
        Assert.Equal(1, Scalar(data, $"{Undone} AND Recipient <> '' AND Attempts = 1 AND LeaseOwner IS NOT NULL"));
    }

    private static Task<PortalProcess> StartAsync(TemporaryFolder data, Dictionary<string, string> settings) => PortalProcess.StartAsync(
        data.Path, settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value), environment: "Development", cancellationToken: Cancellation);

    private static Lead LeadAt(PortalProcess portal) => new(
        new Visitor(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = portal.Address }), Slug);

    private static Task UntilDeliveredAsync(TemporaryFolder data) => Until.TrueAsync(
        "every promise is kept", () => Scalar(data, "SELECT COUNT(*) FROM OutboxMessages WHERE State <> 'sent'") == 0, cancellationToken: Cancellation);

    // As if the minutes had passed for which the dead process holds its messages.
    private static void EndLeases(TemporaryFolder data) =>
        Assert.NotEqual(0, Run(data, "UPDATE OutboxMessages SET LeaseEndsAtUtc = '2000-01-01 00:00:00' WHERE LeaseOwner IS NOT NULL", command => command.ExecuteNonQuery()));

    private static long Scalar(TemporaryFolder data, string sql) => Run(data, sql, command => (long)(command.ExecuteScalar() ?? 0L));

    private static T Run<T>(TemporaryFolder data, string sql, Func<SqliteCommand, T> run)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = data.Combine("portal.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are written in this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return run(command);
    }
}
