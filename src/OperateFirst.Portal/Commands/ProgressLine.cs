using Spectre.Console;

namespace OperateFirst.Portal.Commands;

/// <summary>A bar where somebody watches; nothing where the output goes into a file.</summary>
internal static class ProgressLine
{
    /// <param name="total">What 100 % is; at least 1.</param>
    public static Task<T> ShowAsync<T>(string what, long total, Func<IProgress<long>, Task<T>> run) => Console.IsOutputRedirected
        ? run(new Reports(_ => { }))
        : AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(progress =>
            {
                var task = progress.AddTask(Markup.Escape(what), maxValue: Math.Max(1, total));
                return run(new Reports(done => task.Value = done));
            });

    // Progress<T> would post to a thread of its own, and the last report could come after the end.
    private sealed class Reports(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
