using Serilog;
using Serilog.Events;

namespace OperateFirst.Portal.Hosting;

/// <summary>
/// A line of the log for each request that failed, was slow or sent something, with its trace id; for all the others there are numbers. It has the path
/// and no query: what people type into a search is theirs.
/// </summary>
public static class RequestLog
{
    private const int SlowMilliseconds = 1000;

    public static void UseRequestLog(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<Serilog.ILogger>();
        app.UseSerilogRequestLogging(log => (log.Logger, log.GetLevel) = (logger, LevelOf));
    }

    public static LogEventLevel LevelOf(HttpContext http, double milliseconds, Exception? failure) => http.Response.StatusCode switch
    {
        _ when failure is not null => LogEventLevel.Error,

        // A portal that stops or whose database is away says so by itself, once and not with each probe.
        StatusCodes.Status503ServiceUnavailable => LogEventLevel.Debug,
        >= StatusCodes.Status500InternalServerError => LogEventLevel.Error,
        _ when milliseconds >= SlowMilliseconds => LogEventLevel.Warning,
        _ when HttpMethods.IsPost(http.Request.Method) => LogEventLevel.Information,
        _ => LogEventLevel.Debug,
    };
}
