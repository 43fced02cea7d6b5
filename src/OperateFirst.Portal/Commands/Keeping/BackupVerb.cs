using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Commands.Keeping;

/// <summary><c>backup FILE</c>: a whole copy as of one moment, made beside a running portal, checked before it takes its name.</summary>
internal static class BackupVerb
{
    public static Command Command(Func<IServiceProvider> build)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where the copy goes." };
        var force = new Option<bool>("--force") { Description = "Replaces FILE where it exists." };
        var command = new Command("backup", "Copies the database into FILE, also while the portal runs, and checks the copy. Exit code 0: it is whole; 1: it is not.") { file, force };
        command.SetAction((parsed, cancel) => RunAsync(build(), parsed.GetRequiredValue(file).FullName, parsed.GetValue(force), cancel));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, string file, bool force, CancellationToken cancel)
    {
        var settings = OnlyFile.Of(services, "pg_dump --format=custom makes a backup of it, also while the portal runs");
        var database = settings.FullPath;
        Refuse(settings, file, force);
        using var copy = DatabaseCopy.Make(database, file);
        var missing = InspectDatabase.Run(copy.FullPath);
        var words = "It is of an older version: its ledger is checked when it is restored.";
        if (missing == 0)
        {
            var check = await CheckedLedger.OfAsync(copy.FullPath, cancel);
            words = CheckedLedger.WordsOf(check);
            if (!check.Holds)
            {
                await Console.Error.WriteLineAsync($"{words} No backup was made: look into it with verify-ledger first.");
                return Verbs.Bad;
            }
        }

        var (size, hash) = await FingerprintAsync(copy.FullPath, cancel);
        copy.TakePlace(force);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {size:N0} bytes, SHA-256 {hash}"));
        Console.WriteLine(words);
        Console.WriteLine("It holds all that the database holds, also addresses and the keys of sessions: keep it as closely.");
        return Verbs.Good;
    }

    private static void Refuse(DatabaseFile settings, string file, bool force)
    {
        if (!File.Exists(settings.FullPath))
        {
            throw new DatabaseRefusedException("There is no database to back up. See the setting Database:ConnectionString.");
        }

        if (settings.Is(file))
        {
            throw new DatabaseRefusedException($"{file} is the database itself. Name another file.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new DatabaseRefusedException($"The folder of {file} does not exist.");
        }

        if (File.Exists(file) && !force)
        {
            throw new DatabaseRefusedException($"{file} exists. With --force it is replaced.");
        }
    }

    private static async Task<(long Size, string Hash)> FingerprintAsync(string file, CancellationToken cancel)
    {
        await using var content = File.OpenRead(file);
        return (content.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel)));
    }
}

/// <summary>The ledger of a database that lies in any file.</summary>
internal static class CheckedLedger
{
    public static async Task<LedgerCheck> OfAsync(string file, CancellationToken cancel)
    {
        await using var db = SqlitePortalDbContext.Over(file);
        return await new LedgerVerifier(db).RunAsync(null, cancel);
    }

    public static string WordsOf(LedgerCheck check) => check.First is { } fault
        ? $"The ledger does not hold. The first thing wrong: chain {fault.Chain}, entry {fault.Sequence.ToString(CultureInfo.InvariantCulture)}. {fault.Problem}"
        : string.Create(CultureInfo.InvariantCulture, $"The ledger holds: {check.Entries} entries in {check.Chains} chains.");
}

/// <summary>What is done with files is PostgreSQL's own business there, and its tools do it better.</summary>
internal static class OnlyFile
{
    /// <param name="instead">What to do where there is no file.</param>
    public static DatabaseFile Of(IServiceProvider services, string instead) => services.GetRequiredService<IOptions<DatabaseOptions>>().Value.IsPostgres
        ? throw new DatabaseRefusedException($"The data is in PostgreSQL: {instead}. Nothing was changed.")
        : services.GetRequiredService<DatabaseFile>();
}
