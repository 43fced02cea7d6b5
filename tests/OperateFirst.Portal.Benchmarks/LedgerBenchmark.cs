using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>
/// How many entries of the ledger are checked a second, on one core. The reference reads the same rows and makes two SHA-256 of the
/// same length, and checks nothing.
/// </summary>
internal static class LedgerBenchmark
{
    private const int Projects = 100_000;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string folder)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            Process.GetCurrentProcess().ProcessorAffinity = 1;
        }

        var file = await FilledDatabase.OfAsync(Projects, folder);
        var options = new DbContextOptionsBuilder<SqlitePortalDbContext>().UseSqlite($"Data Source={file}").Options;
        var (best, reference) = (double.MaxValue, double.MaxValue);
        long entries = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await using var db = new SqlitePortalDbContext(options);
            var begun = Stopwatch.GetTimestamp();
            var check = await new LedgerVerifier(db).RunAsync(progress: null, CancellationToken.None);
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds);
            reference = Math.Min(reference, Reference(file));
            entries = check.Entries;
            if (!check.Holds)
            {
                Console.Error.WriteLine($"The ledger does not hold: {check.First}");
                return 1;
            }
        }

        Console.WriteLine($"verify-ledger: {entries:N0} entries in {best:0.00} s on one core, {entries / best:N0} a second; reading and hashing alone {reference:0.00} s, ratio {best / reference:0.00}");
        return entries / best >= 200_000 ? 0 : 1;
    }

    private static double Reference(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT "Chain", "Sequence", "AtUtc", "ActorId", "Kind", "Body", "PreviousHash", "BodyHash", "Hash" FROM "LedgerEntries" ORDER BY "Chain", "Sequence" """;
        var begun = Stopwatch.GetTimestamp();
        using var row = command.ExecuteReader();
        Span<byte> hash = stackalloc byte[32];
        var bytes = new byte[4096];
        while (row.Read())
        {
            for (var column = 0; column < row.FieldCount; column++)
            {
                _ = row.IsDBNull(column) ? null : row.GetString(column);
            }

            SHA256.HashData(bytes.AsSpan(0, Math.Min(bytes.Length, 200 + row.GetString(5).Length)), hash);
            SHA256.HashData(bytes.AsSpan(0, 64), hash);
        }

        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
