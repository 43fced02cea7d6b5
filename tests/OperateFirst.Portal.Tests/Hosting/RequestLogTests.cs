using Microsoft.AspNetCore.Http;
using OperateFirst.Portal.Hosting;
using Serilog.Events;

namespace OperateFirst.Portal.Tests.Hosting;

public sealed class RequestLogTests
{
    [Theory]
    [InlineData("GET", 200, 3, LogEventLevel.Debug)]
    [InlineData("GET", 404, 3, LogEventLevel.Debug)]
    [InlineData("GET", 200, 999, LogEventLevel.Debug)]
    [InlineData("GET", 200, 1000, LogEventLevel.Warning)]
    [InlineData("POST", 302, 3, LogEventLevel.Information)]
    [InlineData("post", 302, 3, LogEventLevel.Information)]
    [InlineData("POST", 302, 1500, LogEventLevel.Warning)]
    [InlineData("GET", 500, 3, LogEventLevel.Error)]
    [InlineData("POST", 502, 1500, LogEventLevel.Error)]
    [InlineData("GET", 503, 3, LogEventLevel.Debug)] // it has been said, once
    [InlineData("POST", 503, 1500, LogEventLevel.Debug)]
    public void What_failed_was_slow_or_sent_something_has_a_line_and_the_rest_has_none(string method, int status, double milliseconds, LogEventLevel expected) =>
        Assert.Equal(expected, RequestLog.LevelOf(Request(method, status), milliseconds, null));

    [Theory]
    [InlineData(200)]
    [InlineData(503)]
    public void An_exception_is_an_error_whatever_was_answered(int status) =>
        Assert.Equal(LogEventLevel.Error, RequestLog.LevelOf(Request("GET", status), 3, new InvalidOperationException()));

    private static DefaultHttpContext Request(string method, int status) => new() { Request = { Method = method }, Response = { StatusCode = status } };
}
