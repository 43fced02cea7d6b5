using OperateFirst.Portal.Hosting;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace OperateFirst.Portal.Tests.Hosting;

public sealed class LogAddressTests
{
    [Theory]
    [InlineData("550 5.1.1 <lead@example.org>: no such user", "550 5.1.1 <[address]>: no such user")]
    [InlineData("GET /operations/agreements?q=ada.lovelace%40example.org&page=2", "GET /operations/agreements?q=[address]&page=2")]
    [InlineData("\"ada+list@sub.example.co.uk\",\"b@example.org\"", "\"[address]\",\"[address]\"")]
    [InlineData("ü.müller@exämple.org, root@localhost.", "[address], [address].")]
    [InlineData("{\"@t\":\"2026-10-20\",\"@m\":\"nobody\"}", "{\"@t\":\"2026-10-20\",\"@m\":\"nobody\"}")]
    [InlineData("at 100 % of 40 @ noon", "at 100 % of 40 @ noon")]
    public void An_address_anywhere_in_an_event_is_not_written(string text, string expected)
    {
        using var output = new StringWriter();
        var free = new AddressFreeFormatter(new Plain());

        free.Format(new LogEvent(TimeProvider.System.GetUtcNow(), LogEventLevel.Error, new InvalidOperationException(text), new MessageTemplateParser().Parse("failed"), []), output);

        Assert.Equal(expected, output.ToString());
    }

    private sealed class Plain : ITextFormatter
    {
        public void Format(LogEvent logEvent, TextWriter output) => output.Write(logEvent.Exception?.Message);
    }
}
