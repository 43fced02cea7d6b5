using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Review;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Review;

/// <summary>How the database goes about the list of deliveries.</summary>
public sealed class DeliveryPlansTests : IAsyncDisposable
{
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

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
        var list = new DeliveryList(db, portal.Clock);

        await list.ReadAsync(DeliveryFilter.Of(state, kind, beginning, after), CancellationToken.None);
        await list.CountAsync(CancellationToken.None);

        Assert.NotEmpty(seen);
        Assert.DoesNotContain(seen, line => line.StartsWith("SCAN", StringComparison.Ordinal) && !line.Contains("USING", StringComparison.Ordinal) &&
            !line.Contains("json_each", StringComparison.Ordinal) && !seen.Contains($"CO-ROUTINE {line["SCAN ".Length..]}"));
        Assert.True(beginning.Length > 0 || !seen.Exists(line => line.Contains("TEMP B-TREE", StringComparison.Ordinal)), string.Join('\n', seen));
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
