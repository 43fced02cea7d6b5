using Deque.AxeCore.Commons;
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

    // Most of axe's time would go into describing what is sound.
    private const string RunAxe = """
        async rules => {
          const options = rules ? { runOnly: { type: 'rule', values: rules } } : {};
          const { violations } = await axe.run(document, { resultTypes: ['violations'], ...options });
          return violations.map(v => `- ${v.id} (${v.impact}): ${v.help}\n` + v.nodes.map(n =>
            `    ${n.target}: ${n.html}\n` + [...n.any, ...n.all, ...n.none].map(c => `      ${c.message}\n`).join('')).join('')).join('');
        }
        """;

    // All that a change of colours alone can break.
    private static readonly string[] ColourRules = ["color-contrast", "link-in-text-block"];

    private static readonly Lazy<string> AxeScript = new(new BundledAxeScriptProvider().GetScript);

    private static readonly string? Pictures = Environment.GetEnvironmentVariable("PORTAL_TEST_PICTURES");

    // Each width and each theme once; all four where time or pictures are asked for.
    private static readonly bool IsThorough = Environment.GetEnvironmentVariable("PORTAL_TEST_LONG") == "1" || Pictures is { Length: > 0 };

    private static readonly Look[] Looks = IsThorough ? [new(), new(Dark: true), new(Look.Phone), new(Look.Phone, Dark: true)] : [new(), new(Look.Phone, Dark: true)];

    extension(IPage page)
    {
        /// <summary>No violation of any axe rule, with all <c>details</c> open. Needs JavaScript in the page's context.</summary>
        public Task AxeAsync() => RunAxeAsync(page, rules: null);

        /// <summary><see cref="AxeAsync"/> and <see cref="NoSidewaysScrollAsync"/> wide and light, and on a phone and dark; in long runs, and for pictures, in all four looks. Leaves the page on a phone.</summary>
        /// <param name="picture">Also takes a picture of each look, under this name and the look's.</param>
        public async Task AxeInEveryLookAsync(string? picture = null)
        {
            foreach (var look in Looks)
            {
                await page.SetViewportSizeAsync(look.Width, look.Height);
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light });
                await RunAxeAsync(page, IsThorough && look.Dark ? ColourRules : null);
                await page.NoSidewaysScrollAsync();
                if (picture is not null)
                {
                    await page.PictureAsync($"{picture}-{look.Width}{(look.Dark ? "-dark" : "")}");
                }
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

    private static async Task RunAxeAsync(IPage page, string[]? rules)
    {
        await RequireJavaScriptAsync(page);
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(AxeScript.Value);
        }

        await page.EvaluateAsync(OpenDetails);
        var violations = await page.EvaluateAsync<string>(RunAxe, rules);
        await page.EvaluateAsync(CloseDetails);
        if (violations.Length > 0)
        {
            Assert.Fail($"{page.Url} at {page.ViewportSize?.Width} px breaks axe rules:\n{violations}");
        }
    }
}
