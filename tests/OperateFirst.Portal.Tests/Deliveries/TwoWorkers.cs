using System.Collections.Concurrent;
using System.Net;
using Microsoft.Data.Sqlite;
using MimeKit;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>
/// Two portals as processes of their own over one database, with leads and a coordinator who work on them, a GitHub and a mail
/// server. What was acknowledged is kept, to be compared with what is there in the end.
/// </summary>
public sealed class TwoWorkers : IAsyncDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly ConcurrentQueue<(string Slug, string Step)> acknowledged = new();
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> people = [];
    private Outside? outside;
    private int projects;

    public PortalProcess[] Portals { get; private set; } = [];

    public Outside Outside => outside ?? throw new InvalidOperationException("Not started yet.");

    /// <summary>What the portal said yes to, in order.</summary>
    public IReadOnlyCollection<(string Slug, string Step)> Acknowledged => acknowledged;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TwoWorkers> StartAsync(Dictionary<string, string>? more = null)
    {
        var workers = new TwoWorkers { outside = await Outside.StartAsync() };
        var settings = workers.Outside.SettingsOf();
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["Deliveries:Lease"] = "00:00:10",
            ["GitHub:WritesPerMinute"] = "100000",
            ["GitHub:WritesPerHour"] = "100000",
            ["Serilog:MinimumLevel:Default"] = "Warning",
        }.Concat(more ?? []))
        {
            settings[name] = value;
        }

        var given = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        workers.Portals =
        [
            await PortalProcess.StartAsync(workers.data.Path, given, environment: "Development", cancellationToken: Cancellation),
            await PortalProcess.StartAsync(workers.data.Path, given, environment: "Development", cancellationToken: Cancellation),
        ];
        return workers;
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

    public Task UntilDeliveredAsync(TimeSpan within) => Until.TrueAsync(
        "every promise is kept", () => Count("SELECT COUNT(*) FROM OutboxMessages WHERE State <> 'sent'") == 0, within, Cancellation);

    public Task<(int ExitCode, string Output)> VerifyLedgerAsync() => PortalProcess.RunAsync(
        data.Path, new Dictionary<string, string?>(), ["verify-ledger"], environment: "Development", cancellationToken: Cancellation);

    /// <summary>What workers hold now, each with its holder.</summary>
    public IReadOnlyList<(string Id, string Owner)> Leased() => Rows(
        "SELECT Id, LeaseOwner FROM OutboxMessages WHERE State = 'queued' AND LeaseOwner IS NOT NULL", reader => (reader.GetString(0), reader.GetString(1)));

    /// <summary>How many of them are still held by the same.</summary>
    /// <param name="and">A further condition.</param>
    public int CountHeld(IReadOnlyList<(string Id, string Owner)> leased, string and = "1")
    {
        var now = Rows($"SELECT Id, LeaseOwner FROM OutboxMessages WHERE State = 'queued' AND LeaseOwner IS NOT NULL AND {and}", reader => (reader.GetString(0), reader.GetString(1)));
        return now.Count(leased.Contains);
    }

    /// <summary>False where a process holds the database for itself.</summary>
    public bool CanBeWritten()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = data.Combine("portal.db"), Pooling = false, DefaultTimeout = 2 }.ToString());
        connection.Open();
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            return true;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == 5)
        {
            return false;
        }
    }

    public long Count(string sql) => Rows(sql, reader => reader.GetInt64(0)).Single();

    public IReadOnlyList<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = data.Combine("portal.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are written in the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Nothing that the portal said yes to is missing.</summary>
    public void ExpectEverythingAcknowledged()
    {
        var registered = Rows("SELECT Slug FROM Projects", reader => reader.GetString(0)).ToHashSet();
        var accepted = Rows(
            "SELECT p.Slug || ' ' || a.Agreement FROM Acceptances a JOIN Projects p ON p.Id = a.ProjectId",
            reader => reader.GetString(0)).ToHashSet();
        var asked = Rows("SELECT p.Slug FROM InvitationRequests r JOIN Projects p ON p.Id = r.ProjectId", reader => reader.GetString(0)).ToHashSet();
        var issues = Rows("SELECT p.Slug FROM TrackingIssues t JOIN Projects p ON p.Id = t.ProjectId", reader => reader.GetString(0)).ToHashSet();
        var promised = Rows(
            "SELECT DISTINCT p.Slug || ' ' || m.Kind FROM OutboxMessages m JOIN Projects p ON p.Id = m.ProjectId", reader => reader.GetString(0)).ToHashSet();
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
        Assert.Equal(Count("SELECT COUNT(*) FROM TrackingIssues"), issues.Count);
        Assert.Equal(issues.Count, issues.Select(issue => issue.Title).Distinct().Count());
        var comments = new List<string>();
        foreach (var issue in issues)
        {
            comments.AddRange((await Outside.GitHub.CommentsAsync(issue.Number, Cancellation)).Select(comment => comment.Body.Split('\n')[0]));
        }

        Assert.Equal(Count("SELECT COUNT(*) FROM OutboxMessages WHERE Kind LIKE 'github.tracking-issue-comment%'"), comments.Count);
        Assert.Equal(comments.Count, comments.Distinct().Count());
    }

    /// <summary>All came; a copy has the same number, and differs in nothing.</summary>
    /// <returns>How many copies came above one a message.</returns>
    public int ExpectEveryMailAndOnlyCopies()
    {
        var mails = Outside.Mail.Received.Select(mail => mail.Message).ToLookup(mail => mail.MessageId ?? "");
        var arrived = mails.Select(mail => mail.Key.Split('@')[0]).ToHashSet();
        var promised = Rows("SELECT lower(replace(Id, '-', '')), Result FROM OutboxMessages WHERE Kind LIKE 'mail.%'", reader => (Id: reader.GetString(0), Result: reader.GetString(1)));
        Assert.Subset(promised.Select(message => message.Id).ToHashSet(), arrived);

        // What has become pointless meanwhile, such as the news of a request that is decided already, is not sent and says so.
        Assert.DoesNotContain(promised, message => !message.Result.StartsWith("Not sent", StringComparison.Ordinal) && !arrived.Contains(message.Id));
        Assert.All(mails, copies => Assert.Single(copies.Select(Whole).Distinct()));
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
        data.Dispose();
    }

    private static string Whole(MimeMessage mail) => mail.ToString();

    private static Visitor VisitorOf(PortalProcess portal) => new(
        new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = portal.Address,
            Timeout = TimeSpan.FromSeconds(20),
        });

    private async Task ApproveAsync(Visitor coordinator, string slug)
    {
        var request = Rows(
            $"SELECT lower(r.Id) FROM InvitationRequests r JOIN Projects p ON p.Id = r.ProjectId WHERE p.Slug = '{slug}'", reader => reader.GetString(0)).Single();
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
            catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or Xunit.Sdk.XunitException)
            {
                // The portal died under the request, or was not up: the lead cannot know, and begins another project.
                await Task.Yield();
            }
        }
    }
}
