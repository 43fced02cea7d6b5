using System.CommandLine;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Commands.Keeping;

/// <summary><c>restore FILE</c>: puts a backup in the place of the database, checked first; the old one is kept beside it.</summary>
internal static class RestoreVerb
{
    public static Command Command(Func<IServiceProvider> build)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A backup." };
        var force = new Option<bool>("--force") { Description = "Also where a database is there; it is kept under another name." };
        var command = new Command("restore", "Puts a backup in the place of the database. The portal must be stopped. Exit code 0: done; 1: its ledger does not hold; 2: refused. Then nothing was changed.") { file, force };
        command.SetAction((parsed, cancel) => RunAsync(build(), parsed.GetRequiredValue(file).FullName, parsed.GetValue(force), cancel));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, string file, bool force, CancellationToken cancel)
    {
        var settings = OnlyFile.Of(services, "pg_restore puts back what pg_dump has made; then run after-restore");
        var database = settings.FullPath;
        if (settings.Is(file))
        {
            throw new DatabaseRefusedException($"{file} is the database itself. Name a backup.");
        }

        if (File.Exists(database) && !force)
        {
            throw new DatabaseRefusedException($"There is a database already: {database}. With --force it is replaced, and kept beside under another name.");
        }

        InspectDatabase.Run(file);
        settings.MakeFolder();
        using var copy = DatabaseCopy.Make(file, database);
        var now = services.GetRequiredService<TimeProvider>().UtcNow();
        await UpgradeAsync(copy.FullPath, now, cancel);
        var check = await CheckedLedger.OfAsync(copy.FullPath, cancel);
        if (!check.Holds)
        {
            await Console.Error.WriteLineAsync($"{CheckedLedger.WordsOf(check)} Nothing was changed.");
            return Verbs.Bad;
        }

        var kept = ReplaceDatabase.Run(copy, database, now);
        Console.WriteLine($"{database} is what {file} holds.");
        Console.WriteLine(CheckedLedger.WordsOf(check));
        Console.WriteLine(kept is null ? "There was no database before." : $"The database that was there is kept as {kept}. Delete it when all is well.");
        return Verbs.Good;
    }

    // Before it takes its place: what fails here has changed nothing.
    private static async Task UpgradeAsync(string file, DateTime now, CancellationToken cancel)
    {
        await using var db = SqlitePortalDbContext.Over(file);
        await new UpgradeDatabase(db).RunAsync(cancel);
        await AfterRestore.RunAsync(db, now, cancel);
    }
}
