using Microsoft.Data.Sqlite;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands;

/// <summary>The program as others run it: a database full of made-up projects, and no message sent.</summary>
public sealed class SeedTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => PortalProcess.RunAsync(
        folder.Path,
        new Dictionary<string, string?>(),
        [.. arguments, $"--Database:ConnectionString=Data Source={folder.Combine("portal.db")}", $"--Deliveries:Folder={folder.Combine("deliveries")}"],
        "Development");

    private long Count(string from)
    {
        using var connection = new SqliteConnection($"Data Source={folder.Combine("portal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {from}";
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private string Read(string column, string from)
    {
        using var connection = new SqliteConnection($"Data Source={folder.Combine("portal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT group_concat({column}, ' ') FROM (SELECT {column} FROM {from} ORDER BY {column})";
        return command.ExecuteScalar() as string ?? "";
    }

    [Fact]
    public async Task Projects_stand_at_all_stages_and_the_ledger_holds()
    {
        var (code, output) = await RunAsync("seed", "--projects", "40");
        Assert.True(code == 0, output);
        Assert.Contains("40 projects and", output, StringComparison.Ordinal);

        Assert.Equal(40, Count("\"Projects\""));
        Assert.Equal(40, Count("\"ProjectProgress\""));
        Assert.True(Count("(SELECT DISTINCT \"StandsAt\" FROM \"ProjectProgress\")") >= 5);
        Assert.InRange(Count("\"InvitationRequests\" WHERE \"State\" = 'waiting'"), 1, 40);
        Assert.InRange(Count("\"InvitationRequests\" WHERE \"State\" = 'approved'"), 1, 120);
        Assert.InRange(Count("\"TrackingIssues\" WHERE \"Number\" IS NOT NULL"), 1, 40);
        Assert.InRange(Count("\"OutboxMessages\" WHERE \"State\" = 'parked'"), 1, 10);
        Assert.InRange(Count("\"OutboxMessages\" WHERE \"State\" = 'queued'"), 1, 20);
        Assert.Equal(Count("\"TrackingIssues\" WHERE \"Number\" IS NOT NULL"), Directory.GetFiles(folder.Combine("deliveries"), "issue-????.md").Length);
        Assert.Empty(Directory.GetFiles(folder.Combine("deliveries"), "*.eml"));

        (code, output) = await RunAsync("verify-ledger");
        Assert.True(code == 0, output);

        (code, output) = await RunAsync("seed", "--projects", "5");
        Assert.Equal(2, code);
        Assert.Contains("The database has projects already.", output, StringComparison.Ordinal);
        Assert.Equal(40, Count("\"Projects\""));

        (code, output) = await RunAsync("seed", "--projects", "5", "--add");
        Assert.True(code == 0, output);
        Assert.Equal(45, Count("\"Projects\""));
    }

    [Fact]
    public async Task The_same_number_makes_the_same_projects()
    {
        await RunAsync("seed", "--projects", "6", "--seed", "7");
        var first = Read("\"Slug\"", "\"Projects\"");
        File.Delete(folder.Combine("portal.db"));

        await RunAsync("seed", "--projects", "6", "--seed", "7");

        Assert.Equal(first, Read("\"Slug\"", "\"Projects\""));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("100001")]
    public async Task A_number_out_of_range_is_refused(string number)
    {
        var (code, output) = await RunAsync("seed", "--projects", number);

        Assert.Equal(2, code);
        Assert.Contains("--projects must be from 1 to 100000.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Production_it_wants_to_be_forced()
    {
        var (code, output) = await PortalProcess.RunAsync(
            folder.Path,
            new Dictionary<string, string?>(),
            ["seed", "--projects", "1", $"--Database:ConnectionString=Data Source={folder.Combine("portal.db")}"]);

        Assert.Equal(2, code);
        Assert.Contains("This is Production", output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Combine("portal.db")));
    }
}
