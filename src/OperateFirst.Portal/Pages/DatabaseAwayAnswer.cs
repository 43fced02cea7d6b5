using System.Globalization;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Pages;

/// <summary>Answers with 503 where the database cannot be used right now; the page for that code follows, and needs no database.</summary>
internal sealed partial class DatabaseAwayAnswer(RequestDelegate next, ILogger<DatabaseAwayAnswer> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <param name="method">Of the request that failed.</param>
    public static StatusWords WordsFor(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method)
        ? new(
            "The portal cannot read its database at the moment",
            "It is busy, being looked after, or its disk is full. What was saved before is safe.",
            "Load this page again in a minute. If it happens again, tell the operators.")
        : new(
            "What you sent was not saved",
            "The portal cannot write to its database at the moment: it is busy, being looked after, or its disk is full. What was saved before is safe.",
            "Go back with your browser: what you typed is still there. Send it again in a minute. If it happens again, tell the operators.");

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception failure) when (!context.Response.HasStarted && DatabaseTrouble.Of(failure) is not null)
        {
            Answer(context, failure);
        }
    }

    private void Answer(HttpContext context, Exception failure)
    {
        var trouble = DatabaseTrouble.Of(failure);
        context.Features.Set(trouble);
        LogAway(logger, failure, trouble?.Reason ?? "");
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = Pause.TotalSeconds.ToString(CultureInfo.InvariantCulture);
    }

    [LoggerMessage(LogLevel.Error, "The database cannot be used right now: {Reason}")]
    private static partial void LogAway(ILogger logger, Exception failure, string reason);
}
