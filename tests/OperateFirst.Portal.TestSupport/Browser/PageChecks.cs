using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace OperateFirst.Portal.TestSupport.Browser;

/// <summary>What must be true of every page.</summary>
public static class PageChecks
{
    private const string OpenDetails =
        "() => document.querySelectorAll('details:not([open])').forEach(d => { d.open = true; d.dataset.openedByTest = ''; })";

    private const string CloseDetails =
        "() => document.querySelectorAll('details[data-opened-by-test]').forEach(d => { d.open = false; delete d.dataset.openedByTest; })";

    private static readonly string? Pictures = Environment.GetEnvironmentVariable("PORTAL_TEST_PICTURES");

    extension(IPage page)
    {
        /// <summary>No violation of any axe rule, with all <c>details</c> open. Needs JavaScript in the page's context.</summary>
        public async Task AxeAsync()
        {
            await RequireJavaScriptAsync(page);
            await page.EvaluateAsync(OpenDetails);
            var result = await page.RunAxe();
            await page.EvaluateAsync(CloseDetails);
            if (result.Violations.Length > 0)
            {
                Assert.Fail(Describe(page, result.Violations));
            }
        }

        /// <summary><see cref="AxeAsync"/> and <see cref="NoSidewaysScrollAsync"/> at both widths, light and dark; leaves the page as the last: a dark phone.</summary>
        public async Task AxeInEveryLookAsync()
        {
            foreach (var look in new Look[] { new(), new(Dark: true), new(Look.Phone), new(Look.Phone, Dark: true) })
            {
                await page.SetViewportSizeAsync(look.Width, look.Height);
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light });
                await page.AxeAsync();
                await page.NoSidewaysScrollAsync();
            }
        }

        /// <summary>The document is not wider than the window.</summary>
        public async Task NoSidewaysScrollAsync()
        {
            var widths = await page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]");
            if (widths[0] <= widths[1])
            {
                return;
            }

            var wide = await page.EvaluateAsync<string[]>(
                "() => [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
                + ".slice(0, 8).map(e => e.outerHTML.slice(0, 120))");
            Assert.Fail($"{page.Url} scrolls sideways: {widths[0]} px in a window of {widths[1]}. Too wide:\n{string.Join('\n', wide)}");
        }

        /// <summary>Saves the whole page as <c>name.png</c> in the folder that PORTAL_TEST_PICTURES names; does nothing without it.</summary>
        public async Task PictureAsync(string name)
        {
            if (Pictures is { Length: > 0 })
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
            }
        }
    }

    private static async Task RequireJavaScriptAsync(IPage page)
    {
        var runs = await page.EvaluateAsync<bool>("() => matchMedia('(scripting: enabled)').matches");
        Assert.True(runs, "axe is itself JavaScript and cannot run in a context without it: check the same page in a context with JavaScript.");
    }

    private static string Describe(IPage page, AxeResultItem[] violations)
    {
        var text = new StringBuilder($"{page.Url} at {page.ViewportSize?.Width} px breaks {violations.Length} axe rule(s):\n");
        foreach (var violation in violations)
        {
            text.AppendLine($"- {violation.Id} ({violation.Impact}): {violation.Help}");
            foreach (var node in violation.Nodes)
            {
                text.AppendLine($"    {node.Target}: {node.Html}");
                foreach (var check in node.Any.Concat(node.All).Concat(node.None))
                {
                    text.AppendLine($"      {check.Message}");
                }
            }
        }

        return text.ToString();
    }
}
