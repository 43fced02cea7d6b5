using Microsoft.Playwright;
using Xunit;

namespace OperateFirst.Portal.TestSupport.Browser;

/// <summary>One Chromium for a whole test assembly: <c>[assembly: AssemblyFixture(typeof(Chromium))]</c>.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // As root there is no sandbox; the others keep the browser from talking to the outside on its own.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>A fresh context, as a person who comes for the first time: no cookies.</summary>
    public Task<IBrowserContext> NewContextAsync(Uri address, Look look) =>
        (browser ?? throw new InvalidOperationException("Chromium is not started yet.")).NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.AbsoluteUri,
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = look.JavaScript,
            BypassCSP = look.WithoutPolicy,
            Locale = "en-US",
            TimezoneId = "America/New_York",
        });

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Find(), Args = Flags });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("PORTAL_TEST_CHROMIUM") is { Length: > 0 } given)
        {
            return given;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium found: install Debian's package chromium, or name one in PORTAL_TEST_CHROMIUM.");
    }
}

/// <summary>How a person sees the portal.</summary>
/// <param name="WithoutPolicy">The browser leaves the content security policy aside, so that it hides no mistake of a page.</param>
public sealed record Look(int Width = Look.Desktop, bool Dark = false, bool JavaScript = true, bool WithoutPolicy = false)
{
    public const int Desktop = 1280;
    public const int Phone = 390;

    public int Height => Width <= Phone ? 844 : 900;
}
