using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace OperateFirst.Portal.TestSupport.Browser;

/// <summary>Collects what a browser complains of: console errors (violations of the content security policy among them) and uncaught exceptions.</summary>
internal sealed class PageWatch(IReadOnlySet<int> expectedStatuses)
{
    private readonly ConcurrentQueue<string> problems = new();

    public IReadOnlyList<string> Problems => [.. problems.Where(problem => !IsExpected(problem))];

    public void Follow(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error" || message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                problems.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => problems.Enqueue($"Uncaught: {error}");
    }

    private bool IsExpected(string problem) => expectedStatuses.Any(status =>
        problem.StartsWith($"Failed to load resource: the server responded with a status of {status} ", StringComparison.Ordinal));
}
