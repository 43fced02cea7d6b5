using Microsoft.Playwright;
using Xunit;

namespace OperateFirst.Portal.TestSupport.Browser;

/// <summary>
/// Base of tests in a real browser. A test fails when one of its pages wrote an error to the console, threw, or broke the content security
/// policy, beside anything that the test itself found.
/// </summary>
public abstract class BrowserTest(Chromium chromium) : IAsyncLifetime
{
    private readonly List<(IBrowserContext Context, PageWatch Watch)> opened = [];
    private readonly HashSet<int> expectedStatuses = [];

    /// <summary>A new person's page, with <paramref name="address"/> as the base of relative addresses: <c>page.GotoAsync("/guide")</c>.</summary>
    protected async Task<IPage> OpenAsync(Uri address, Look? look = null)
    {
        var context = await chromium.NewContextAsync(address, look ?? new Look());
        var watch = new PageWatch(expectedStatuses);
        opened.Add((context, watch));
        context.Page += (_, page) => watch.Follow(page);
        return await context.NewPageAsync();
    }

    /// <summary>Chromium reports answers from 400 up as errors: say here which of them the test is after.</summary>
    protected void ExpectStatus(int status) => expectedStatuses.Add(status);

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var (context, _) in opened)
        {
            await context.DisposeAsync();
        }

        GC.SuppressFinalize(this);
        var problems = opened.SelectMany(page => page.Watch.Problems).ToList();
        if (problems.Count > 0)
        {
            Assert.Fail($"The browser complained:\n{string.Join('\n', problems)}");
        }
    }
}
