using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Commands;

/// <summary><c>verify-ledger</c>: checks the whole ledger of the configured database and changes nothing.</summary>
internal static class VerifyLedger
{
    public static Command Command(Func<IServiceProvider> build)
    {
        var command = new Command("verify-ledger", "Checks every entry of the ledger, every chain's end and every published head. Exit code 0: all holds; 1: something does not.");
        command.SetAction((_, cancel) => RunAsync(build(), cancel));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        if (!await db.Database.CanConnectAsync(cancel) || !(await db.Database.GetAppliedMigrationsAsync(cancel)).Any())
        {
            await Console.Error.WriteLineAsync("There is no database to check. See the setting Database:ConnectionString.");
            return Verbs.Impossible;
        }

        var time = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        var begun = time.GetTimestamp();
        var total = await db.LedgerEntries.LongCountAsync(cancel);
        var verifier = scope.ServiceProvider.GetRequiredService<LedgerVerifier>();
        var check = await ProgressLine.ShowAsync("Checking the ledger", total, progress => verifier.RunAsync(progress, cancel));
        var seconds = time.GetElapsedTime(begun).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{check.Entries} entries in {check.Chains} chains checked in {seconds:0.00} s ({check.Entries / Math.Max(seconds, 0.001):0} a second)."));
        if (check.First is { } fault)
        {
            Console.WriteLine($"The ledger does not hold. The first thing wrong: chain {fault.Chain}, entry {fault.Sequence}. {fault.Problem}");
            return Verbs.Bad;
        }

        Console.WriteLine("The ledger holds.");
        return Verbs.Good;
    }
}
