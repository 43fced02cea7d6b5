using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>How many e-mails one worker hands to a mail server, how soon after the commit, and what a claim costs over a million finished messages.</summary>
internal static class OutboxBenchmark
{
    private const int Mails = 3000;
    private const int CommitsPerSecond = 20;
    private const int Seconds = 30;
    private const int Finished = 1_000_000;
    private const int Claims = 2000;

    public static async Task<int> RunAsync(string folder)
    {
        using var server = new QuietMailServer();
        var file = CopyOf(await FilledDatabase.OfAsync(1000, folder), "outbox");
        var verdict = new Verdict();
        await using (var portal = new MeasuredPortal(file, SmtpTo(server), withWorkers: true))
        {
            var subjects = await SubjectsAsync(portal);
            await SaveAsync(portal, subjects, 200);
            await UntilAsync(() => server.Arrived.Count >= 200);
            var begun = Stopwatch.GetTimestamp();
            await SaveAsync(portal, subjects, Mails);
            await UntilAsync(() => server.Arrived.Count >= 200 + Mails);
            verdict.AtLeast("e-mails a second from one worker", Mails / Stopwatch.GetElapsedTime(begun).TotalSeconds, 100, $"{Mails:N0} e-mails over {server.Connections} connections");
            var waits = await WaitsAsync(portal, subjects, server);
            verdict.AtMost($"95 % handed over, ms after the commit, at {CommitsPerSecond} commits/s", waits[(int)(waits.Count * 0.95)], 1000, $"median {waits[waits.Count / 2]:N0} ms, worst {waits[^1]:N0} ms");
        }

        return verdict.Code;
    }

    public static async Task<int> ClaimAsync(string folder)
    {
        var file = CopyOf(await FilledDatabase.OfAsync(1000, folder), "claim");
        var verdict = new Verdict();
        var (few, _) = await ClaimsAsync(file, Claims);
        AddFinished(file, Finished);
        var (many, due) = await ClaimsAsync(file, Claims);
        Console.WriteLine($"A claim over {Finished:N0} finished messages: median {many[many.Count / 2]:0.00} ms, p99 {At99(many):0.00} ms, worst {many[^1]:0.00} ms; finding 50 that are due {due:0.00} ms");
        verdict.AtMost($"claim with {Finished:N0} finished messages: p99 in ms", At99(many), 10);
        verdict.AtMost("claim: median, times that with few finished messages", many[many.Count / 2] / few[few.Count / 2], 1.5);
        return verdict.Code;
    }

    /// <summary>Milliseconds; what it adds to the database it takes away again.</summary>
    public static async Task<double> MedianClaimAsync(string database)
    {
        var (claims, _) = await ClaimsAsync(database, Claims);
        await using var portal = new MeasuredPortal(database);
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PortalDbContext>().OutboxMessages.Where(message => message.State == OutboxState.Queued).ExecuteDeleteAsync();
        return claims[claims.Count / 2];
    }

    private static double At99(List<double> sorted) => sorted[(int)(sorted.Count * 0.99)];

    private static async Task<(List<double> Milliseconds, double Due)> ClaimsAsync(string file, int count)
    {
        await using var portal = new MeasuredPortal(file);
        await SaveAsync(portal, await SubjectsAsync(portal), count);
        var dispatcher = portal.Services.GetRequiredService<OutboxDispatcher>();
        var lane = portal.Services.GetRequiredService<DeliveryLanes>().Find("mail") ?? throw new InvalidOperationException("There is no lane for e-mail.");
        var (claims, dues) = (new List<double>(), new List<double>());
        while (claims.Count < count)
        {
            var looked = Stopwatch.GetTimestamp();
            var found = await dispatcher.DueAsync(lane, CancellationToken.None);
            dues.Add(Stopwatch.GetElapsedTime(looked).TotalMilliseconds);
            foreach (var due in found)
            {
                var begun = Stopwatch.GetTimestamp();
                _ = await dispatcher.ClaimAsync(due, CancellationToken.None) ?? throw new InvalidOperationException("Somebody else takes messages here.");
                claims.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }

        // What was compiled on the way is no claim.
        return ([.. claims.Skip(100).Order()], dues.Order().ElementAt(dues.Count / 2));
    }

    private static async Task<List<(Guid Project, Guid Acceptance)>> SubjectsAsync(MeasuredPortal portal)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var acceptances = await db.Acceptances.AsNoTracking().OrderBy(acceptance => acceptance.Id).Take(500).ToListAsync();
        return acceptances.ConvertAll(acceptance => (acceptance.ProjectId, acceptance.Id));
    }

    private static async Task<List<Guid>> SaveAsync(MeasuredPortal portal, List<(Guid Project, Guid Acceptance)> subjects, int count)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var ids = new List<Guid>();
        for (var number = 0; number < count; number++)
        {
            var (project, acceptance) = subjects[number % subjects.Count];
            ids.Add(db.Enqueue(new MessageDraft(AcceptAgreement.ReceiptMail, project, acceptance, "Receipt") { Recipient = $"lead-{number}@example.org", RecipientName = "A lead" }, TimeProvider.System.UtcNow()).Id);
        }

        await db.SaveChangesAsync();
        return ids;
    }

    private static async Task<List<double>> WaitsAsync(MeasuredPortal portal, List<(Guid Project, Guid Acceptance)> subjects, QuietMailServer server)
    {
        var committed = new Dictionary<Guid, long>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / CommitsPerSecond));
        while (committed.Count < CommitsPerSecond * Seconds && await timer.WaitForNextTickAsync())
        {
            var ids = await SaveAsync(portal, subjects, 1);
            committed.Add(ids[0], Stopwatch.GetTimestamp());
        }

        await UntilAsync(() => committed.Keys.All(server.Arrived.ContainsKey));
        return [.. committed.Select(pair => Stopwatch.GetElapsedTime(pair.Value, server.Arrived[pair.Key]).TotalMilliseconds).Order()];
    }

    private static void AddFinished(string file, int count)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        var columns = "";
        command.CommandText = "SELECT group_concat('\"' || name || '\"') FROM pragma_table_info('OutboxMessages') WHERE name NOT IN ('Id', 'State', 'FinishedAtUtc')";
        columns = (string)(command.ExecuteScalar() ?? "");

        // Ids and times spread over the last months, as a portal that has sent that many would have them.
        command.CommandText = $"""
            PRAGMA synchronous = OFF;
            INSERT INTO "OutboxMessages" ("Id", "State", "FinishedAtUtc", {columns})
            SELECT printf('%08X-%04X-7000-8000-%012X', 26000000 + n / 60, n % 65536, n), 'sent', datetime('now', '-1 day'), {columns}
            FROM (WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) SELECT n FROM numbers)
            CROSS JOIN (SELECT * FROM "OutboxMessages" WHERE "State" = 'sent' LIMIT 1);
            """;
        command.ExecuteNonQuery();
    }

    internal static string CopyOf(string file, string name)
    {
        var copy = $"{file}.{name}";
        File.Delete(copy);
        File.Delete($"{copy}-wal");
        File.Copy(file, copy);
        return copy;
    }

    private static Dictionary<string, string> SmtpTo(QuietMailServer server) => new()
    {
        ["Deliveries:Mail"] = "Smtp",
        ["Smtp:Host"] = "127.0.0.1",
        ["Smtp:Port"] = $"{server.Port}",
        ["Smtp:Tls"] = "None",
        ["Smtp:SenderAddress"] = "portal@example.org",
        ["Smtp:AllowedRecipients:0"] = "*@example.org",
    };

    private static async Task UntilAsync(Func<bool> reached)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!reached())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
