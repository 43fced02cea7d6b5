using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace OperateFirst.Portal.TestSupport.Browser;

/// <summary>Collects what a browser complains of: console errors (violations of the content security policy among them) and uncaught exceptions.</summary>
internal sealed class PageWatch : IDisposable
{
    private readonly HashSet<int> expectedStatuses = [];
    private readonly ConcurrentQueue<string> problems = new();
    private readonly ConcurrentQueue<IPage> followed = new();

    public IReadOnlyList<string> Problems => [.. problems.Where(problem => !IsExpected(problem))];

    public void Expect(int status) => expectedStatuses.Add(status);

    public void Follow(IPage page)
    {
        followed.Enqueue(page);
        page.Console += Listen;
        page.PageError += Note;
    }

    public void Dispose()
    {
        foreach (var page in followed)
        {
            page.Console -= Listen;
            page.PageError -= Note;
        }
    }

    private void Listen(object? sender, IConsoleMessage message)
    {
        if (message.Type == "error" || message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
        {
            problems.Enqueue($"{message.Text} ({message.Location})");
        }
    }

    private void Note(object? sender, string error) => problems.Enqueue($"Uncaught: {error}");

    private bool IsExpected(string problem) => expectedStatuses.Any(status =>
        problem.StartsWith($"Failed to load resource: the server responded with a status of {status} ", StringComparison.Ordinal));
}
