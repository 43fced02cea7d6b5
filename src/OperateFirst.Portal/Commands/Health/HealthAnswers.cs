using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OperateFirst.Portal.Hosting;

namespace OperateFirst.Portal.Commands.Health;

/// <summary>What machines that watch the portal are told: <c>/health/live</c> and <c>/health/ready</c>. No names, no secrets, no cookie.</summary>
public static class HealthAnswers
{
    private static readonly HealthReport Stopping = new(
        new Dictionary<string, HealthReportEntry> { ["portal"] = new(HealthStatus.Unhealthy, "The portal is stopping.", TimeSpan.Zero, null, null) }, TimeSpan.Zero);

    public static IServiceCollection AddHealthAnswers(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DatabaseReady>("database")
            .AddCheck<DeliveriesReady>("deliveries", HealthStatus.Degraded, [], DatabaseReady.Patience)
            .AddCheck<IssuesReady>("issues", HealthStatus.Degraded, [], DatabaseReady.Patience);
        return services.AddSingleton<SeenMigrations>().AddSingleton<Readiness>();
    }

    public static WebApplication UseHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).DisableHttpMetrics();
        app.MapMethods("/health/ready", [HttpMethods.Get, HttpMethods.Head], AnswerReadyAsync).DisableHttpMetrics();
        return app;
    }

    private static async Task AnswerReadyAsync(HttpContext context, Readiness readiness, Drain drain)
    {
        // Not kept and not asked of anybody: whoever sends visitors here has to know at once.
        var report = drain.IsStopping ? Stopping : await readiness.ReadAsync(context.RequestAborted);
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store, no-cache";
        await WriteAsync(context, report);
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new Answer(Word(report.Status), [.. report.Entries.Select(entry => new Part(entry.Key, Word(entry.Value.Status), SentenceOf(entry.Value)))]),
        JsonSerializerOptions.Web,
        context.RequestAborted);

    // The framework puts an exception's message there, which may name files of the machine.
    internal static string SentenceOf(HealthReportEntry entry) => entry is { Exception: null, Description: { } sentence } ? sentence : "It did not answer.";

    internal static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private sealed record Answer(string Status, IReadOnlyList<Part> Checks);

    private sealed record Part(string Name, string Status, string Sentence);
}
