using Microsoft.Playwright;
using Xunit;

namespace OperateFirst.Portal.TestSupport.Browser;

/// <summary>
/// Base of tests in a real browser. A test fails when one of its pages wrote an error to the console, threw, or broke the content security
/// policy, beside anything that the test itself found.
/// </summary>
public abstract class BrowserTest(Chromium chromium) : IAsyncLifetime
{
    private readonly List<IBrowserContext> opened = [];
    private readonly PageWatch watch = new();

    /// <summary>A new person's page, with <paramref name="address"/> as the base of relative addresses: <c>page.GotoAsync("/guide")</c>.</summary>
    protected async Task<IPage> OpenAsync(Uri address, Look? look = null)
    {
        var context = await chromium.NewContextAsync(address, look ?? new Look());
        opened.Add(context);
        context.Page += (_, page) => Watch(page);
        return await context.NewPageAsync();
    }

    /// <summary>Lets this test fail by what the browser complains of on a page that was opened elsewhere.</summary>
    protected void Watch(IPage page) => watch.Follow(page);

    /// <summary>Chromium reports answers from 400 up as errors: say here which of them the test is after.</summary>
    protected void ExpectStatus(int status) => watch.Expect(status);

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var context in opened)
        {
            await context.DisposeAsync();
        }

        watch.Dispose();
        GC.SuppressFinalize(this);
        if (watch.Problems.Count > 0)
        {
            Assert.Fail($"The browser complained:\n{string.Join('\n', watch.Problems)}");
        }
    }
}
