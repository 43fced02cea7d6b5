using Microsoft.Playwright;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.TestSupport.Browser;
using static Microsoft.Playwright.Assertions;

namespace OperateFirst.Portal.BrowserTests.Forms;

/// <summary>Tab, Space, Enter and letters: no mouse, no call that moves the focus for the person.</summary>
public sealed class KeyboardOnly(Chromium chromium, PortalHost host) : BrowserTest(chromium), IClassFixture<PortalHost>
{
    private const int MostTabs = 60;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lead_registers_and_accepts(bool scripts)
    {
        using var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        var page = await OpenAsync(host.Address, new Look(JavaScript: scripts));
        await lead.EnterAsync(page);
        var slug = scripts ? "by-keys" : "by-keys-plain";

        await page.GotoAsync("/projects/new");
        await SkipToContentAsync(page);
        await TabToAsync(page, page.GetByRole(AriaRole.Radio).First);
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, Button(page, "Continue"));
        await page.Keyboard.PressAsync("Enter");

        await HeadingAsync(page, "Register your project");
        await TypeAsync(page, "Name", "x", exact: true);
        await page.Keyboard.PressAsync("Enter");
        await ErrorSummaryHasFocusAsync(page);
        await TypeAsync(page, "Name", slug, exact: true);
        await TypeAsync(page, "Short name", slug);
        await TypeAsync(page, "What it is", "Registered without a mouse.");
        await TypeAsync(page, "Link to the repository", "https://github.com/sigstore");
        await TabToAsync(page, Button(page, "Register the project"));
        await page.Keyboard.PressAsync("Enter");
        await HeadingAsync(page, slug);

        await TabToAsync(page, page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Read and accept (Telemetry agreement)" }));
        await page.Keyboard.PressAsync("Enter");
        await HeadingAsync(page, "Telemetry agreement");
        await TabToAsync(page, Button(page, $"Accept on behalf of {slug}"));
        await page.Keyboard.PressAsync("Enter");
        await ErrorSummaryHasFocusAsync(page);
        await TabToAsync(page, page.GetByRole(AriaRole.Checkbox));
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, Button(page, $"Accept on behalf of {slug}"));
        await page.Keyboard.PressAsync("Enter");
        await HeadingAsync(page, "Receipt");
    }

    [Fact]
    public async Task The_account_menu_opens_and_closes()
    {
        using var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        var page = await OpenAsync(host.Address);
        await lead.EnterAsync(page);
        await page.GotoAsync("/projects");

        await TabToAsync(page, page.Locator("details.of-usermenu > summary"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(Button(page, "Sign out")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(Button(page, "Sign out")).ToBeHiddenAsync();
        await Expect(page.Locator("details.of-usermenu > summary")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, Button(page, "Sign out"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
    }

    // The first Tab of a page shows the link; it moves the focus over the masthead.
    private static async Task SkipToContentAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Tab");
        var skip = page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Skip to the content" });
        await Expect(skip).ToBeFocusedAsync();
        await Expect(skip).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
    }

    private static async Task ErrorSummaryHasFocusAsync(IPage page)
    {
        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^Error: "));
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
    }

    private static async Task TypeAsync(IPage page, string label, string text, bool exact = false)
    {
        await TabToAsync(page, page.GetByLabel(label, new PageGetByLabelOptions { Exact = exact }));
        await page.Keyboard.PressAsync("ControlOrMeta+a");
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task TabToAsync(IPage page, ILocator target)
    {
        await Expect(target).ToHaveCountAsync(1);
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                Assert.True(await HasRingAsync(target), $"{target} has the focus, but nothing shows it.");
                return;
            }
        }

        Assert.Fail($"{target} is not reached with {MostTabs} presses of Tab.");
    }

    private static Task<bool> HasRingAsync(ILocator target) => target.EvaluateAsync<bool>(
        "element => [element, element.parentElement].some(e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0; })");

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    private static Task HeadingAsync(IPage page, string words) =>
        Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync(words);
}
