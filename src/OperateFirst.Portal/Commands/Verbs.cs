using System.CommandLine;
using OperateFirst.Portal.Commands.Keeping;
using OperateFirst.Portal.Commands.Seeding;

namespace OperateFirst.Portal.Commands;

/// <summary>What the program does besides serving: <c>dotnet run -- verify-ledger</c>. Each verb is a class and a line here.</summary>
public static class Verbs
{
    /// <summary>Exit codes: it holds or was done, it does not hold, it could not be done.</summary>
    public const int Good = 0;
    public const int Bad = 1;
    public const int Impossible = 2;

    private static readonly string[] Informing = ["--help", "-h", "-?", "--version"];

    /// <summary>True where somebody wants a verb: the first word is no setting.</summary>
    public static bool AreIn(string[] arguments) => arguments is [var first, ..] && (!first.StartsWith('-') || Informing.Contains(first));

    /// <param name="builder">Has all of the program's services; nothing of it is started.</param>
    public static async Task<int> RunAsync(string[] arguments, WebApplicationBuilder builder)
    {
        var root = new RootCommand("The Operate First portal. Without a verb it serves its pages. Settings are given as --Section:Name=value.");
        foreach (var verb in All(builder))
        {
            root.Subcommands.Add(verb);
        }

        // Settings belong to the configuration, which has read them already.
        var parsed = root.Parse([.. arguments.Where(argument => !(argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains(':', StringComparison.Ordinal)))]);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', parsed.Errors.Select(error => error.Message)));
            await Console.Error.WriteLineAsync($"The verbs are: {string.Join(", ", root.Subcommands.Select(verb => verb.Name))}. --help says more.");
            return Impossible;
        }

        return await StartFailure.TellAsync(
            "It could not be done.", Impossible, () => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
    }

    private static Command[] All(WebApplicationBuilder builder)
    {
        IServiceProvider Build() => builder.Build().Services;
        return
        [
            VerifyLedger.Command(Build),
            VerifyReceipt.Command(Build),
            BackupVerb.Command(Build),
            RestoreVerb.Command(Build),
            AfterRestore.Command(Build),
            TransferVerb.Command(Build),
            DoctorVerb.Command(Build),
            SeedVerb.Command(builder),
        ];
    }
}
