using OperateFirst.Portal.Data;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Data;

/// <summary>A copy that is not what was copied is not there at all.</summary>
[Trait("Database", "Sqlite")]
public sealed class CopyRowsTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly string server = PostgresServer.CreateMigrated();
    private readonly List<PortalDbContext> open = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Tables.Load(folder.Combine("portal.db"), "lanes-news-and-sessions.sql");
        open.Add(SqlitePortalDbContext.Over(folder.Combine("portal.db")));
        await new UpgradeDatabase(open[0]).RunAsync(Cancellation);
        open.Add(PostgresPortalDbContext.Over(server));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var db in open)
        {
            await db.DisposeAsync();
        }

        PostgresServer.Drop(server);
        folder.Dispose();
    }

    [Fact]
    public async Task Where_the_check_finds_a_problem_no_row_stays()
    {
        var arrived = 0L;
        var refused = await Assert.ThrowsAsync<DatabaseRefusedException>(() => new CopyRows(open[0], open[1]).RunAsync(
            new Progress<long>(),
            async cancel =>
            {
                arrived = await new CopyRows(open[1], open[0]).CountAsync(cancel);
                return "The copy is not what was copied.";
            },
            Cancellation));

        Assert.Equal("The copy is not what was copied. Nothing was changed.", refused.Message);
        Assert.NotEqual(0, arrived);
        Assert.True(await IsEmptyAsync());
    }

    [Fact]
    public async Task Where_rows_get_lost_on_the_way_the_table_is_named_and_no_row_stays()
    {
        PostgresServer.Run(
            """
            CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM "TrackingIssues" WHERE "ProjectId" = NEW."ProjectId"; RETURN NULL; END $$;
            CREATE TRIGGER lose AFTER INSERT ON "TrackingIssues" FOR EACH ROW EXECUTE FUNCTION lose()
            """,
            server);
        var issues = Tables.CountIn(folder.Combine("portal.db"))["TrackingIssues"];

        var refused = await Assert.ThrowsAsync<DatabaseRefusedException>(
            () => new CopyRows(open[0], open[1]).RunAsync(new Progress<long>(), _ => Task.FromResult<string?>(null), Cancellation));

        Assert.Equal($"TrackingIssues has {issues} rows, and 0 of them arrived. Nothing was changed.", refused.Message);
        Assert.True(await IsEmptyAsync());
    }

    private async Task<bool> IsEmptyAsync()
    {
        await using var target = PostgresPortalDbContext.Over(server);
        return await new CopyRows(open[0], target).IsTargetEmptyAsync(Cancellation);
    }
}
