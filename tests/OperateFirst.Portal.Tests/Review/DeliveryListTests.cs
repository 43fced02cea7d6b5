using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Review;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Review;

/// <summary>The list of deliveries: its filters and pages, and how the database goes about it.</summary>
public sealed class DeliveryListTests : IAsyncDisposable
{
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Trait("Database", "Sqlite")]
    [Theory]
    [InlineData("", "", "", "")]
    [InlineData("parked", "", "", "")]
    [InlineData("trying", "mail", "", "")]
    [InlineData("sent", "issue", "ada", "01900000000070008000000000000000")]
    public async Task No_query_of_the_list_reads_the_whole_table(string state, string kind, string beginning, string after)
    {
        await portal.ReadAsync(async db =>
        {
            for (var i = 0; i < 600; i++)
            {
                db.Enqueue(new MessageDraft("mail.test.v1", null, Guid.Empty, "Many") { Recipient = "ada@example.org" }, portal.Clock.UtcNow());
            }

            return await db.SaveChangesAsync();
        });
        await using var scope = portal.Services.CreateAsyncScope();
        var seen = new List<string>();
        var options = new DbContextOptionsBuilder<SqlitePortalDbContext>().UseSqlite($"Data Source={portal.Database}")
            .AddInterceptors(new PlanReader(seen)).UseApplicationServiceProvider(scope.ServiceProvider).Options;
        await using var db = new SqlitePortalDbContext(options);
        var list = new DeliveryList(db, portal.Services.GetRequiredService<DeliveryLanes>(), portal.Clock);

        await list.ReadAsync(DeliveryFilter.Of(state, kind, beginning, after), CancellationToken.None);
        await list.CountAsync(CancellationToken.None);

        Assert.NotEmpty(seen);
        Assert.DoesNotContain(seen, line => line.StartsWith("SCAN", StringComparison.Ordinal) && !line.Contains("USING", StringComparison.Ordinal) &&
            !line.Contains("json_each", StringComparison.Ordinal) && !seen.Contains($"CO-ROUTINE {line["SCAN ".Length..]}"));
        Assert.True(beginning.Length > 0 || !seen.Exists(line => line.Contains("TEMP B-TREE", StringComparison.Ordinal)), string.Join('\n', seen));
    }

    [Theory]
    [InlineData("q=SIGSTORE", "Own issue", "Other mail")]
    [InlineData("q=ada%40", "Other mail", "Own issue")]
    [InlineData("q=Ada+L", "Other mail", "Own issue")]
    [InlineData("kind=mail", "Other mail", "Own issue")]
    [InlineData("kind=issue", "Own issue", "Other mail")]
    [InlineData("state=queued&kind=issue&q=sig", "Own issue", "Other mail")]
    [InlineData("q=%25", "No delivery fits", "Other mail")]
    [InlineData("state=nonsense&kind=nonsense&after=nonsense", "Other mail", "No delivery fits")]
    public async Task The_list_is_filtered_by_project_recipient_kind_and_state(string query, string shown, string hidden)
    {
        await (await portal.SignInAsync("cooktheryan")).RegisterAsync("sigstore-aas");
        var visitor = await portal.SignInAsync("operator");
        await portal.ReadAsync(async db =>
        {
            var project = await db.Projects.Select(own => own.Id).SingleAsync();
            db.Enqueue(new MessageDraft("github.test.v1", project, project, "Own issue"), portal.Clock.UtcNow());
            db.Enqueue(new MessageDraft("mail.test.v1", null, Guid.Empty, "Other mail") { Recipient = "Ada@example.org", RecipientName = "Ada Lovelace" }, portal.Clock.UtcNow());
            return await db.SaveChangesAsync();
        });

        var page = await visitor.ReadAsync($"/operations/deliveries?{query}");

        Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.DoesNotContain(hidden, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_hold_25_newest_first_and_keep_the_filters_without_losing_or_repeating_a_message()
    {
        var visitor = await portal.SignInAsync("operator");
        await portal.ReadAsync(async db =>
        {
            for (var i = 0; i < 60; i++)
            {
                db.Enqueue(new MessageDraft("mail.test.v1", null, Guid.Empty, $"Number {i:00}.") { Recipient = "ada@example.org" }, portal.Clock.UtcNow().AddMinutes(-60 + (i / 2)));
            }

            return await db.SaveChangesAsync();
        });
        var (address, seen) = ($"/operations/deliveries?kind=mail&q=ada", new List<string>());
        for (var pages = 1; pages <= 3; pages++)
        {
            var page = await visitor.ReadAsync(address);
            var titles = Regex.Matches(page, "<span class=\"of-muted of-small\">(Number \\d\\d)\\.</span>").Select(match => match.Groups[1].Value).ToList();
            Assert.Equal(pages < 3 ? 25 : 10, titles.Count);
            seen.AddRange(titles);
            address = Regex.Match(page, "href=\"(/operations/deliveries[^\"]*after=[^\"]*)\"><span class=\"pf-v6-c-button__text\">Next").Groups[1].Value;
        }

        Assert.Equal("", address);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"Number {59 - i:00}"), seen);
    }

    /// <summary>How SQLite goes about each query.</summary>
    private sealed class PlanReader(List<string> seen) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            using var explain = command.Connection?.CreateCommand();
            if (explain is not null)
            {
                explain.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
                foreach (SqliteParameter parameter in command.Parameters)
                {
                    explain.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value));
                }

                using var plan = explain.ExecuteReader();
                while (plan.Read())
                {
                    seen.Add(plan.GetString(3));
                }
            }

            return ValueTask.FromResult(result);
        }
    }
}
