using Microsoft.Data.Sqlite;
using OperateFirst.Portal.Tests.Agreements;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands;

/// <summary>The program as others run it: what it prints and the code it ends with.</summary>
public sealed class VerifyVerbsTests(ReceiptOfOne given) : IClassFixture<ReceiptOfOne>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => PortalProcess.RunAsync(folder.Path, new Dictionary<string, string?>(), arguments);

    private string Write(string name, string text)
    {
        File.WriteAllText(folder.Combine(name), text);
        return folder.Combine(name);
    }

    [Fact]
    public async Task A_true_receipt_is_told_and_ends_with_0()
    {
        var (code, output) = await RunAsync("verify-receipt", Write("receipt.json", given.Json), "--heads", Write("heads.json", given.HeadsJson));

        Assert.Equal(0, code);
        Assert.Contains("The receipt is true: cooktheryan accepted the Telemetry agreement, version 1, for sigstore-aas", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_receipt_is_told_with_the_reason_and_ends_with_1()
    {
        var edited = given.Json.Replace("\"acceptedBy\": \"cooktheryan\"", "\"acceptedBy\": \"mallory\"", StringComparison.Ordinal);

        var (code, output) = await RunAsync("verify-receipt", Write("receipt.json", edited), "--heads", Write("heads.json", given.HeadsJson));

        Assert.Equal(1, code);
        Assert.Contains("[false] The ledger entry tells of another acceptance", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_heads_that_is_none_ends_with_2_and_not_with_a_stack()
    {
        var (code, output) = await RunAsync("verify-receipt", Write("receipt.json", given.Json), "--heads", Write("heads.json", "{}"));

        Assert.Equal(2, code);
        Assert.Contains("It could not be checked.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_2_and_says_so()
    {
        var (code, output) = await RunAsync("verify-receipt", folder.Combine("nothing.json"), "--heads", Write("heads.json", given.HeadsJson));

        Assert.Equal(2, code);
        Assert.Contains("It could not be checked.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_verb_ends_with_2_and_names_those_there_are()
    {
        var (code, output) = await RunAsync("verify-everything");

        Assert.Equal(2, code);
        Assert.Contains("verify-ledger, verify-receipt", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_holds_ends_with_0_and_one_that_was_edited_names_the_entry_and_ends_with_1()
    {
        var database = folder.Combine("portal.db");
        await using (var portal = new PortalApp())
        {
            await portal.SignInAsync("cooktheryan");
            Run(portal.Database, $"VACUUM INTO '{database}'");
        }

        var setting = $"--Database:ConnectionString=Data Source={database}";
        var (code, output) = await RunAsync("verify-ledger", setting);
        Assert.Equal(0, code);
        Assert.Contains("The ledger holds.", output, StringComparison.Ordinal);

        Run(database, "DROP TRIGGER \"LedgerEntries_refuses_UPDATE\"; UPDATE \"LedgerEntries\" SET \"Body\" = '{}' WHERE \"Sequence\" = 2");
        (code, output) = await RunAsync("verify-ledger", setting);
        Assert.Equal(1, code);
        Assert.Contains("chain portal, entry 2. Its content was changed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_nothing_is_made_and_it_ends_with_2()
    {
        var (code, output) = await RunAsync("verify-ledger", $"--Database:ConnectionString=Data Source={folder.Combine("none.db")}");

        Assert.Equal(2, code);
        Assert.Contains("There is no database to check.", output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Combine("none.db")));
    }

    private static void Run(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
