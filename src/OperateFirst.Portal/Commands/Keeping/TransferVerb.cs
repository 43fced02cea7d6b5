using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Commands.Keeping;

/// <summary><c>transfer --to …</c>: copies the whole portal from SQLite into an empty PostgreSQL, or back, and checks the copy.</summary>
internal static class TransferVerb
{
    public static Command Command(Func<IServiceProvider> build)
    {
        var to = new Option<string>("--to")
        {
            Required = true,
            Description = "The connection string of the other database: Host=…;Database=…;Username=… for PostgreSQL, Data Source=FILE for SQLite. PostgreSQL's password may come from PGPASSWORD or PGPASSFILE.",
        };
        var command = new Command(
            "transfer", "Copies everything into an empty database of the other kind, and checks the copy. The portal must be stopped. Exit code 0: done; 1: the ledger does not hold; 2: refused. Then nothing was changed.") { to };
        command.SetAction((parsed, cancel) => RunAsync(build(), parsed.GetRequiredValue(to), cancel));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, string to, CancellationToken cancel)
    {
        var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var target = new DatabaseOptions { Provider = options.IsPostgres ? DatabaseOptions.Sqlite : DatabaseOptions.Postgres, ConnectionString = to };
        if (DatabaseOptionsCheck.ProviderProblem(target) is not null || to.Length == 0)
        {
            throw new DatabaseRefusedException(options.IsPostgres
                ? "The data is in PostgreSQL, so --to must name a file for SQLite: --to \"Data Source=/var/lib/portal/portal.db\"."
                : "The data is in SQLite, so --to must name a database of PostgreSQL: --to \"Host=database.example.org;Database=portal;Username=portal\".");
        }

        await using var source = options.IsPostgres ? TransferSide.Server(options.ConnectionString) : TransferSide.File(services.GetRequiredService<DatabaseFile>().FullPath);
        await using var copy = options.IsPostgres ? TransferSide.NewFile(to) : TransferSide.Server(to);

        // In this order: nobody else, this program included, opens a SQLite file that is held alone.
        await source.RefuseUnlessPortalAsync(cancel);
        await source.RefuseOlderAsync(cancel);
        var time = services.GetRequiredService<TimeProvider>();
        await source.TakeAloneAsync(time.UtcNow(), cancel);
        await copy.TakeAloneAsync(time.UtcNow(), cancel);
        return await CopyAsync(source, copy, time, cancel);
    }

    private static async Task<int> CopyAsync(TransferSide source, TransferSide copy, TimeProvider time, CancellationToken cancel)
    {
        var check = await new LedgerVerifier(source.Db).RunAsync(null, cancel);
        if (!check.Holds)
        {
            await Console.Error.WriteLineAsync($"{CheckedLedger.WordsOf(check)} Nothing was copied: look into it with verify-ledger first.");
            return Verbs.Bad;
        }

        await copy.RefuseOtherPortalAsync(cancel);
        await new UpgradeDatabase(copy.Db).RunAsync(cancel);
        var rows = new CopyRows(source.Db, copy.Db);
        if (!await rows.IsTargetEmptyAsync(cancel))
        {
            throw new DatabaseRefusedException(copy.NotEmptySentence);
        }

        var begun = time.GetTimestamp();
        var total = await rows.CountAsync(cancel);
        var counts = await ProgressLine.ShowAsync("Copying", total, progress => rows.RunAsync(progress, stop => ProblemAsync(copy.Db, check, stop), cancel));
        await copy.TakePlaceAsync(cancel);
        foreach (var (table, count) in counts.Where(table => table.Value > 0))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,12:N0}  {table}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{total:N0} rows of {source.Name} are in {copy.Name}, counted on both sides, in {time.GetElapsedTime(begun).TotalSeconds:0.0} s."));
        Console.WriteLine(CheckedLedger.WordsOf(check));
        Console.WriteLine($"Now set Database:Provider={copy.Provider} and Database:ConnectionString, and start the portal. Do not start it over the old data again: it would deliver again what waits there.");
        return Verbs.Good;
    }

    private static async Task<string?> ProblemAsync(PortalDbContext copy, LedgerCheck expected, CancellationToken cancel)
    {
        var check = await new LedgerVerifier(copy).RunAsync(null, cancel);
        return check.Holds && check == expected ? null : $"The copy is not what was copied. {CheckedLedger.WordsOf(check)}";
    }
}
