using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Commands;

/// <summary>What an operator can put right at the start is told in a sentence, not as a stack of calls.</summary>
public static class StartFailure
{
    /// <returns>The exit code: 0 after a normal stop, 1 where it could not start.</returns>
    public static async Task<int> TellAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception failure) when (SentenceOf(failure) is not null)
        {
            await Console.Error.WriteLineAsync($"The portal did not start. {SentenceOf(failure)}");
            return 1;
        }
    }

    private static string? SentenceOf(Exception failure) => failure switch
    {
        OptionsValidationException settings => string.Join(" ", settings.Failures),
        ContentException content => content.Message,
        SqliteException database => $"The database cannot be used: {database.Message} See the setting Database:ConnectionString.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{failure.Message} Stop the other program, or set another address with --urls.",
        _ => null,
    };
}
