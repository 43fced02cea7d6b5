using Microsoft.Extensions.Diagnostics.HealthChecks;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Commands.Health;

/// <summary>The last report, kept for a second: probes cannot wear out the database. The log is told what changed, and not with each probe what is.</summary>
internal sealed partial class Readiness
{
    private readonly HealthCheckService checks;
    private readonly ILogger<Readiness> logger;
    private readonly Kept<HealthReport> kept;
    private string logged = "";

    public Readiness(HealthCheckService checks, TimeProvider time, ILogger<Readiness> logger)
    {
        (this.checks, this.logger) = (checks, logger);
        kept = new Kept<HealthReport>(TimeSpan.FromSeconds(1), time, CheckAsync);
    }

    public Task<HealthReport> ReadAsync(CancellationToken cancel) => kept.ReadAsync(cancel);

    private async Task<HealthReport> CheckAsync()
    {
        var report = await checks.CheckHealthAsync();
        var unwell = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).ToList();
        var sentences = string.Join(' ', unwell.Select(entry => HealthAnswers.SentenceOf(entry.Value)));
        if (Interlocked.Exchange(ref logged, sentences) != sentences)
        {
            var level = report.Status switch
            {
                HealthStatus.Healthy => LogLevel.Information,
                HealthStatus.Degraded => LogLevel.Warning,
                _ => LogLevel.Error,
            };
            LogChanged(logger, level, HealthAnswers.Word(report.Status), sentences, unwell.Select(entry => entry.Value.Exception).FirstOrDefault(exception => exception is not null));
        }

        return report;
    }

    [LoggerMessage("The portal is {Status} now. {Sentences}")]
    private static partial void LogChanged(ILogger logger, LogLevel level, string status, string sentences, Exception? exception);
}
