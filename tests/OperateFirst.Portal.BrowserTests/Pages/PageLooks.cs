using Microsoft.Playwright;
using OperateFirst.Portal.TestSupport.Browser;

namespace OperateFirst.Portal.BrowserTests.Pages;

/// <summary>
/// What is looked at on every page: no axe violation in light and dark at both widths, no sideways scrolling, nothing cut off, no complaint of the browser, one h1 and a
/// title of its own.
/// </summary>
public abstract class PageLooks(Chromium chromium, SeededPortal portal, KeptPages pages) : BrowserTest(chromium), IClassFixture<KeptPages>
{
    protected const string Visitor = "";

    // What is as small as a pixel is meant for screen readers alone.
    private const string CutOff =
        "() => [...document.querySelectorAll('main *')].filter(e => e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible'"
        + " && !['INPUT', 'TEXTAREA', 'SELECT'].includes(e.tagName)).map(e => e.outerHTML.slice(0, 200))";

    protected SeededPortal Portal => portal;

    protected static TheoryDataRow<string, string> Row(string persona, string path) => new(persona, path);

    protected async Task<IPage> OpenAsAsync(string persona)
    {
        var page = await pages.OfAsync(persona, portal.Host.Address, page => persona == Visitor ? Task.CompletedTask : portal[persona].EnterAsync(page));
        Watch(page);
        return page;
    }

    protected static async Task LookAsync(IPage page, string name)
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveCountAsync(1);
        Assert.EndsWith("– Operate First Portal", await page.TitleAsync(), StringComparison.Ordinal);
        await page.AxeInEveryLookAsync(string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) ? letter : '-')));
        Assert.Empty(await page.EvaluateAsync<string[]>(CutOff));
        await page.SetViewportSizeAsync(Look.Desktop, new Look().Height);
        Assert.Empty(await page.EvaluateAsync<string[]>(CutOff));
    }

    protected async Task LookAtAsync(string persona, string path)
    {
        var page = await OpenAsAsync(persona);
        var answer = await page.GotoAsync(path.Replace("{request}", $"{portal.Request}", StringComparison.Ordinal)
            .Replace("{approved}", $"{portal.Approved}", StringComparison.Ordinal).Replace("{parked}", $"{portal.Parked:N}", StringComparison.Ordinal));

        Assert.True(answer is { Status: 200 } || path == "/error", $"{path} answered {answer?.Status}.");
        await LookAsync(page, $"{persona}{path}");
    }

    protected async Task LookAtMistakesAsync(string path, string button, string persona)
    {
        var page = await OpenAsAsync(persona);
        await page.GotoAsync(path);
        if (path.EndsWith("/coordination", StringComparison.Ordinal))
        {
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add a person" }).ClickAsync();
            await page.GetByLabel("Full name").FillAsync("???");
        }

        foreach (var field in await page.Locator("main input[type=text], main input[type=url], main input[type=email]").AllAsync())
        {
            await field.FillAsync("???");
        }

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        Assert.StartsWith("Error: ", await page.TitleAsync(), StringComparison.Ordinal);
        await LookAsync(page, $"error{path}");
    }

    [Fact]
    public async Task A_stand_in_with_mistakes_is_accessible()
    {
        var page = await OpenAsAsync(SeededPortal.Coordinator);
        await page.GotoAsync("/review/stand-ins");
        await page.GetByLabel("GitHub login").FillAsync("Lars Kellogg-Stedman");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Appoint", Exact = true }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await LookAsync(page, "error-stand-ins");
    }
}
