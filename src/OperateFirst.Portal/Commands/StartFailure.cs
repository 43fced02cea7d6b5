using Microsoft.Extensions.Options;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Commands;

/// <summary>What an operator can put right at the start is told in a sentence, not as a stack of calls.</summary>
public static class StartFailure
{
    /// <param name="opening">What did not happen, in a sentence that the reason follows.</param>
    /// <param name="failed">The exit code where it did not.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> TellAsync(string opening, int failed, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception failure) when (SentenceOf(failure) is not null)
        {
            await Console.Error.WriteLineAsync($"{opening} {SentenceOf(failure)}");
            return failed;
        }
    }

    private static string? SentenceOf(Exception failure) => failure switch
    {
        OptionsValidationException settings => string.Join(" ", settings.Failures),
        ContentException content => content.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{failure.Message} Stop the other program, or set another address with --urls.",
        _ => StartSentence.Of(failure),
    };
}
