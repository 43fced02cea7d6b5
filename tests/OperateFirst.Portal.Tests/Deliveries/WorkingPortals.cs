using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>
/// Portals as processes of their own over one database, with leads and a coordinator who work on them, a GitHub and a mail
/// server. What was acknowledged is kept, to be compared with what is there in the end.
/// </summary>
public sealed class WorkingPortals : IAsyncDisposable
{
    // One process has as many e-mails under way.
    private const int MailsAtOnce = 4;

    private readonly TemporaryFolder data = new();
    private Dictionary<string, string?> given = [];
    private readonly ConcurrentQueue<(string Slug, string Step)> acknowledged = new();
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> people = [];
    private Outside? outside;
    private int projects;

    private WorkingPortals(TestDatabase? database)
    {
        Database = database ?? TestDatabase.Empty(data.Combine("portal.db"));
        Rows = new PortalRows(Database);
    }

    public TestDatabase Database { get; }

    public PortalRows Rows { get; }

    public PortalProcess[] Portals { get; private set; } = [];

    public Outside Outside => outside ?? throw new InvalidOperationException("Not started yet.");

    /// <summary>What the portal said yes to, in order.</summary>
    public IReadOnlyCollection<(string Slug, string Step)> Acknowledged => acknowledged;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="database">Disposed of with this; null: an empty file.</param>
    public static async Task<WorkingPortals> StartAsync(int portals = 2, TestDatabase? database = null, Dictionary<string, string>? more = null)
    {
        var workers = new WorkingPortals(database) { outside = await Outside.StartAsync() };
        var settings = workers.Outside.SettingsOf();
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["Deliveries:Lease"] = "00:00:10",
            ["GitHub:WritesPerMinute"] = "100000",
            ["GitHub:WritesPerHour"] = "100000",
            ["Serilog:MinimumLevel:Default"] = "Warning",
        }.Concat(workers.Database.Settings).Concat(more ?? []))
        {
            settings[name] = value;
        }

        workers.given = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        try
        {
            // At the same moment: whoever comes first makes the tables.
            workers.Portals = await PortalProcess.StartAllAsync(portals, workers.data.Path, workers.given, "Development", Cancellation);
            return workers;
        }
        catch
        {
            await workers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Leads begin to work, each on one portal after the other, until <see cref="EndWorkAsync"/>.</summary>
    public void BeginWork(int leads)
    {
        for (var lead = 0; lead < leads; lead++)
        {
            var first = lead;
            people.Add(Task.Run(() => WorkAsync(first)));
        }
    }

    public async Task EndWorkAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(people);
    }

    /// <param name="meanwhile">Called before each kill, with its number from 1.</param>
    public async Task KillUnderLoadAsync(int kills, Func<int, Task>? meanwhile = null)
    {
        // What a run did is told by its number, so that one that failed can be looked at again.
        var random = new Random(kills);
        BeginWork(leads: 3);
        for (var kill = 1; kill <= kills; kill++)
        {
            await UntilBusyAsync(acknowledged.Count + random.Next(2, 12));
            await (meanwhile?.Invoke(kill) ?? Task.CompletedTask);
            var victim = Portals[random.Next(Portals.Length)];
            await victim.KillAsync();
            await victim.RestartAsync(cancellationToken: Cancellation);
        }

        await EndWorkAsync();
    }

    public async Task ExpectNothingLostAndNothingTwiceAsync(int kills)
    {
        await UntilDeliveredAsync(TimeSpan.FromMinutes(10));
        ExpectEverythingAcknowledged();
        await ExpectEachOnceOnGitHubAsync();
        var copies = ExpectEveryMailAndOnlyCopies();
        Assert.InRange(copies, 0, kills * MailsAtOnce);
        TestContext.Current.SendDiagnosticMessage(string.Join(
            ", ",
            $"{kills} kills: {acknowledged.Count} acknowledged changes",
            $"{Rows.Count("SELECT COUNT(*) FROM \"OutboxMessages\"")} messages",
            $"{Rows.Count("SELECT COUNT(*) FROM \"TrackingIssues\"")} issues",
            $"{Rows.Count("SELECT COUNT(*) FROM \"OutboxMessages\" WHERE \"Kind\" LIKE 'github.tracking-issue-comment%'")} comments",
            $"{await Outside.GitHub.CountRequestsAsync(GitHubEmulator.BotToken, Cancellation)} requests to GitHub",
            $"{Outside.Mail.Received.Count} e-mails arrived, of which {copies} copies"));
        var (exitCode, said) = await VerifyLedgerAsync();
        Assert.True(exitCode == 0, said);
    }

    public Task UntilBusyAsync(int changes) => Until.TrueAsync(
        $"{changes} changes are acknowledged", () => acknowledged.Count >= changes, TimeSpan.FromMinutes(1), Cancellation);

    public Task UntilDeliveredAsync(TimeSpan within) => Until.TrueAsync(
        "every promise is kept", () => Rows.Count("SELECT COUNT(*) FROM \"OutboxMessages\" WHERE \"State\" <> 'sent'") == 0, within, Cancellation);

    public Task<(int ExitCode, string Output)> VerifyLedgerAsync() => PortalProcess.RunAsync(
        data.Path, given, ["verify-ledger"], environment: "Development", cancellationToken: Cancellation);

    /// <summary>Nothing that the portal said yes to is missing.</summary>
    public void ExpectEverythingAcknowledged()
    {
        var registered = Rows.Texts("SELECT \"Slug\" FROM \"Projects\"").ToHashSet();
        var accepted = Rows.Texts($"SELECT p.\"Slug\" || ' ' || a.\"Agreement\" FROM \"Acceptances\" a {OfProject("a")}").ToHashSet();
        var asked = Rows.Texts($"SELECT p.\"Slug\" FROM \"InvitationRequests\" r {OfProject("r")}").ToHashSet();
        var issues = Rows.Texts($"SELECT p.\"Slug\" FROM \"TrackingIssues\" t {OfProject("t")}").ToHashSet();
        var promised = Rows.Texts($"SELECT DISTINCT p.\"Slug\" || ' ' || m.\"Kind\" FROM \"OutboxMessages\" m {OfProject("m")}").ToHashSet();
        var lost = acknowledged.Where(change => change.Step switch
        {
            "registered" => !registered.Contains(change.Slug),
            "asked" => !asked.Contains(change.Slug) || !promised.Contains($"{change.Slug} {InvitationEvents.RequestedMail}"),
            "approved" => !promised.Contains($"{change.Slug} {InviteEvents.RequestMail}"),
            "commitment" when !issues.Contains(change.Slug) => true,
            var agreement => !accepted.Contains($"{change.Slug} {agreement}"),
        });
        Assert.Empty(lost);
    }

    /// <summary>One issue a project, one comment an entry, each with the portal's own marker.</summary>
    public async Task ExpectEachOnceOnGitHubAsync()
    {
        var issues = await Outside.GitHub.IssuesAsync(Cancellation);
        Assert.Equal(Rows.Count("SELECT COUNT(*) FROM \"TrackingIssues\""), issues.Count);
        Assert.Equal(issues.Count, issues.Select(issue => issue.Title).Distinct().Count());
        var comments = new List<string>();
        foreach (var issue in issues)
        {
            comments.AddRange((await Outside.GitHub.CommentsAsync(issue.Number, Cancellation)).Select(comment => comment.Body.Split('\n')[0]));
        }

        Assert.Equal(Rows.Count("SELECT COUNT(*) FROM \"OutboxMessages\" WHERE \"Kind\" LIKE 'github.tracking-issue-comment%'"), comments.Count);
        Assert.Equal(comments.Count, comments.Distinct().Count());
    }

    /// <summary>All came; a copy has the same number, recipient, subject and time. It is written when it is sent, so it may know more: the issue is open meanwhile.</summary>
    /// <returns>How many copies came above one a message.</returns>
    public int ExpectEveryMailAndOnlyCopies()
    {
        var mails = Outside.Mail.Received.Select(mail => mail.Message).ToLookup(mail => mail.MessageId ?? "");
        var arrived = mails.Select(mail => mail.Key.Split('@')[0]).ToHashSet();
        var promised = Rows.Read(
            "SELECT lower(replace(CAST(\"Id\" AS text), '-', '')), \"Result\" FROM \"OutboxMessages\" WHERE \"Kind\" LIKE 'mail.%'",
            reader => (Id: reader.GetString(0), Result: reader.GetString(1)));
        Assert.Subset(promised.Select(message => message.Id).ToHashSet(), arrived);

        // What has become pointless meanwhile, such as the news of a request that is decided already, is not sent and says so.
        Assert.DoesNotContain(promised, message => !message.Result.StartsWith("Not sent", StringComparison.Ordinal) && !arrived.Contains(message.Id));
        Assert.All(mails, copies => Assert.Single(copies.Select(mail => (mail.To.ToString(), mail.Subject, mail.Date)).Distinct()));
        return mails.Sum(copies => copies.Count() - 1);
    }

    public async ValueTask DisposeAsync()
    {
        await EndWorkAsync();
        foreach (var portal in Portals)
        {
            await portal.DisposeAsync();
        }

        await (outside?.DisposeAsync() ?? ValueTask.CompletedTask);
        stop.Dispose();
        Database.Dispose();
        data.Dispose();
    }

    private static string OfProject(string row) => $"JOIN \"Projects\" p ON p.\"Id\" = {row}.\"ProjectId\"";

    public Visitor VisitorOf(PortalProcess portal) => new(
        new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = portal.Address,
            Timeout = TimeSpan.FromSeconds(20),
        });

    private async Task ApproveAsync(Visitor coordinator, string slug)
    {
        var request = Rows.Texts($"SELECT lower(CAST(r.\"Id\" AS text)) FROM \"InvitationRequests\" r {OfProject("r")} WHERE p.\"Slug\" = '{slug}'").Single();
        await coordinator.OpenAsync($"/sign-in?returnUrl=%2Freview%2F{request}");
        await coordinator.PressAsync("Sign in as bburns");
        await coordinator.PressAsync("Approve");
        Assert.Equal(HttpStatusCode.OK, coordinator.Status);
    }

    private async Task WorkAsync(int turn)
    {
        while (!stop.IsCancellationRequested)
        {
            var slug = $"project-{Interlocked.Increment(ref projects)}";
            var at = Portals[turn++ % Portals.Length];
            using var lead = new Lead(VisitorOf(at), slug);
            using var coordinator = VisitorOf(at);
            try
            {
                await lead.RegisterAsync(name: slug);
                acknowledged.Enqueue((slug, "registered"));
                await lead.AcceptAsync("telemetry");
                acknowledged.Enqueue((slug, "telemetry"));
                await lead.AcceptAsync("commitment");
                acknowledged.Enqueue((slug, "commitment"));
                await lead.AskAsync("coordination", "Bill Burns");
                acknowledged.Enqueue((slug, "asked"));
                await ApproveAsync(coordinator, slug);
                acknowledged.Enqueue((slug, "approved"));
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or Xunit.Sdk.XunitException or DbException)
            {
                // The portal or its database died under the request, or was not up: the lead cannot know, and begins another project.
                await Task.Yield();
            }
        }
    }
}
