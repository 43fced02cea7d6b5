using Microsoft.Playwright;

namespace OperateFirst.Portal.TestSupport.Browser;

/// <summary>
/// A page for each person, kept for the tests after this one that only look as well: for a new context Chromium starts three processes, which takes longer than to look.
/// A class fixture, so that no two tests have one page.
/// </summary>
public sealed class KeptPages(Chromium chromium) : IAsyncDisposable
{
    private readonly Dictionary<string, IPage> pages = [];

    /// <summary>The person's page, as wide and as light as a new one.</summary>
    /// <param name="enter">Makes a new page the person's.</param>
    public async Task<IPage> OfAsync(string person, Uri address, Func<IPage, Task> enter)
    {
        var look = new Look();
        if (pages.TryGetValue(person, out var kept) && !kept.IsClosed)
        {
            await kept.SetViewportSizeAsync(look.Width, look.Height);
            await kept.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
            return kept;
        }

        var context = await chromium.NewContextAsync(address, look);
        var page = await context.NewPageAsync();
        await enter(page);
        return pages[person] = page;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in pages.Values)
        {
            await page.Context.DisposeAsync();
        }
    }
}
