using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Ledger;

/// <summary>Whatever somebody does to the stored ledger is found, and the first bad entry is named.</summary>
public sealed class LedgerVerifierTests(LedgerOfThreeProjects ledger) : IClassFixture<LedgerOfThreeProjects>
{
    private const string Where = "WHERE \"Id\" = '";

    private static string Id(LedgerEntry entry) => entry.Id.ToString().ToUpperInvariant();

    private static string Set(LedgerEntry entry, string column, string value) => $"UPDATE \"LedgerEntries\" SET \"{column}\" = {value} {Where}{Id(entry)}'";

    private LedgerEntry? After(LedgerEntry entry) => ledger.Entries.FirstOrDefault(other => other.Chain == entry.Chain && other.Sequence == entry.Sequence + 1);

    private void Names(LedgerEntry bad, LedgerCheck check)
    {
        Assert.False(check.Holds);
        Assert.Equal((bad.Chain, bad.Sequence), (check.First?.Chain, check.First?.Sequence));
        Assert.NotEmpty(check.First?.Problem ?? "");
    }

    private static Arbitrary<int> Any => ArbMap.Default.ArbFor<int>().Generator.Select(Math.Abs).ToArbitrary();

    private LedgerEntry Pick(int number) => ledger.Entries[number % ledger.Entries.Count];

    [Fact]
    public async Task A_ledger_that_nobody_touched_holds()
    {
        var check = await ledger.CheckAfterAsync();

        Assert.True(check.Holds);
        Assert.Equal(ledger.Entries.Count, check.Entries);
        Assert.Equal(4, check.Chains);
    }

    [Property(MaxTest = 40)]
    public Property An_edited_entry_is_found_and_named() => Prop.ForAll(Any, Any, (number, kind) =>
    {
        var entry = Pick(number);
        var edit = (kind % 8) switch
        {
            0 => Set(entry, "Body", "'{\"by\":\"somebody else\"}'"),
            1 => Set(entry, "AtUtc", "'2020-01-01 00:00:00'"),
            2 => Set(entry, "Kind", "'agreement.withdrawn'"),
            3 => Set(entry, "ActorId", "'00000000-0000-0000-0000-000000000001'"),


            // PostgreSQL takes no other than what fits the column.
            5 => Set(entry, "AtUtc", TestDatabase.IsPostgres ? "'infinity'" : "'no time'"),
            6 => Set(entry, "ActorId", TestDatabase.IsPostgres ? $"'{Guid.NewGuid()}'" : "'nobody'"),
            4 => Set(entry, "BodyHash", $"'{new string('a', 64)}'"),
            _ => Set(entry, "Hash", $"'{new string('b', 64)}'"),
        };
        Names(entry, ledger.CheckAfterAsync(edit).GetAwaiter().GetResult());
    });

    [Property(MaxTest = 30)]
    public Property A_deleted_entry_is_found_by_its_place() => Prop.ForAll(Any, number =>
    {
        var entry = Pick(number);
        var check = ledger.CheckAfterAsync($"DELETE FROM \"LedgerEntries\" {Where}{Id(entry)}'").GetAwaiter().GetResult();
        Names(After(entry) ?? entry, check);
    });

    [Property(MaxTest = 30)]
    public Property Two_entries_that_changed_places_are_found() => Prop.ForAll(Any, number =>
    {
        var entry = Pick(number);
        if (After(entry) is not { } next)
        {
            return;
        }

        string[] swap =
        [
            Set(entry, "Sequence", "-1"), Set(next, "Sequence", entry.Sequence.ToString(CultureInfo.InvariantCulture)), Set(entry, "Sequence", next.Sequence.ToString(CultureInfo.InvariantCulture)),
        ];
        Names(entry, ledger.CheckAfterAsync(swap).GetAwaiter().GetResult());
    });

    [Property(MaxTest = 30)]
    public Property A_chain_whose_end_was_cut_off_is_found() => Prop.ForAll(Any, number =>
    {
        var entry = Pick(number);
        var end = ledger.Entries.Last(other => other.Chain == entry.Chain);
        var cut = $"DELETE FROM \"LedgerEntries\" WHERE \"Chain\" = '{entry.Chain}' AND \"Sequence\" >= {entry.Sequence}";
        Names(end, ledger.CheckAfterAsync(cut).GetAwaiter().GetResult());
    });

    [Property(MaxTest = 30)]
    public Property A_fork_with_hashes_that_fit_is_found_by_the_chains_end_and_by_the_published_heads() => Prop.ForAll(Any, number =>
    {
        var entry = Pick(number);
        var (fork, hash) = Fork(entry);
        var end = ledger.Entries.Last(other => other.Chain == entry.Chain);
        Names(end, ledger.CheckAfterAsync([.. fork]).GetAwaiter().GetResult());

        // Who also writes the chain's end anew is shown by the heads that were published of it.
        var published = ledger.Entries.Where(other => other.Chain == entry.Chain && other.Sequence >= entry.Sequence && other.Kind == "agreement.accepted").ToList();
        if (published.Count > 0)
        {
            Names(published[0], ledger.CheckAfterAsync([.. fork, $"UPDATE \"LedgerChains\" SET \"Hash\" = '{hash}' WHERE \"Chain\" = '{entry.Chain}'"]).GetAwaiter().GetResult());
        }
    });

    [Fact]
    public async Task A_chain_that_vanished_and_an_entry_that_was_added_are_found()
    {
        var chain = ledger.Entries.First(entry => entry.Chain != PortalLedger.PortalChain).Chain;
        var end = ledger.Entries.Last(entry => entry.Chain == chain);

        Names(end, await ledger.CheckAfterAsync($"DELETE FROM \"LedgerEntries\" WHERE \"Chain\" = '{chain}'"));
        Assert.False((await ledger.CheckAfterAsync($"DELETE FROM \"LedgerChains\" WHERE \"Chain\" = '{chain}'")).Holds);
        Assert.False((await ledger.CheckAfterAsync(
            $"DELETE FROM \"LedgerEntries\" WHERE \"Chain\" = '{chain}'", $"DELETE FROM \"LedgerChains\" WHERE \"Chain\" = '{chain}'")).Holds);

        // An entry that nobody wrote through the portal, well formed and in its place.
        var (next, previous) = (end.Sequence + 1, end.Hash);
        var document = LedgerEntry.DocumentOf(chain, next, LedgerEntry.Written(end.AtUtc), null, "project.closed", "{}");
        var bodyHash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(document)));
        var added = await ledger.CheckAfterAsync(
            "INSERT INTO \"LedgerEntries\" (\"Id\", \"Chain\", \"Sequence\", \"AtUtc\", \"Kind\", \"Body\", \"PreviousHash\", \"BodyHash\", \"Hash\") " +
            $"SELECT '00000000-0000-0000-0000-000000000001', \"Chain\", {next}, \"AtUtc\", 'project.closed', '{{}}', '{previous}', '{bodyHash}', '{LedgerEntry.HashOf(previous, bodyHash)}' FROM \"LedgerEntries\" {Where}{Id(end)}'");
        Assert.Equal((chain, next), (added.First?.Chain, added.First?.Sequence));
    }

    /// <summary>Rewrites an entry and everything after it so that all hashes fit again.</summary>
    private (List<string> Statements, string LastHash) Fork(LedgerEntry first)
    {
        var statements = new List<string>();
        var previous = first.PreviousHash;
        foreach (var entry in ledger.Entries.Where(other => other.Chain == first.Chain && other.Sequence >= first.Sequence))
        {
            var body = entry.Sequence == first.Sequence ? "{\"by\":\"somebody else\"}" : entry.Body;
            var document = LedgerEntry.DocumentOf(entry.Chain, entry.Sequence, LedgerEntry.Written(entry.AtUtc), entry.ActorId?.ToString("N"), entry.Kind, body);
            var bodyHash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(document)));
            var hash = LedgerEntry.HashOf(previous, bodyHash);
            statements.Add(
                $"UPDATE \"LedgerEntries\" SET \"Body\" = '{body.Replace("'", "''", StringComparison.Ordinal)}', \"PreviousHash\" = '{previous}', \"BodyHash\" = '{bodyHash}', \"Hash\" = '{hash}' {Where}{Id(entry)}'");
            previous = hash;
        }

        return (statements, previous);
    }
}
