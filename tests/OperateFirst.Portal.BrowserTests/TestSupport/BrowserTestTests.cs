using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OperateFirst.Portal.TestSupport;
using OperateFirst.Portal.TestSupport.Browser;
using Xunit.Sdk;

namespace OperateFirst.Portal.BrowserTests.TestSupport;

/// <summary>The checks against small pages under the portal's kind of content security policy: they must pass what is sound and find what is not.</summary>
public sealed class BrowserTestTests(Chromium chromium) : IAsyncLifetime
{
    private const string Sound = """
        <!doctype html><html lang="en"><head><title>Sound</title><meta name="viewport" content="width=device-width"></head>
        <body><main><h1>Sound</h1><noscript><p>No script</p></noscript><details><summary>More</summary><p>Inside</p></details></main></body></html>
        """;

    private LoopbackServer? server;

    private Uri Address => server?.Address ?? throw new InvalidOperationException("The server is not started yet.");

    public async ValueTask InitializeAsync() => server = await LoopbackServer.StartAsync(app =>
    {
        Page(app, "/sound", Sound);
        Page(app, "/inaccessible", Sound.Replace("<p>Inside</p>", "<img src='data:,'>", StringComparison.Ordinal));
        Page(app, "/wide", Sound.Replace("<p>Inside</p>", "", StringComparison.Ordinal).Replace("<main>", $"<main><pre>{new string('x', 400)}</pre>", StringComparison.Ordinal));
        Page(app, "/inline-style", Sound.Replace("<main>", "<main style='color: red'>", StringComparison.Ordinal));
        Page(app, "/inline-script", Sound.Replace("<main>", "<main><script>1</script>", StringComparison.Ordinal));
        app.MapGet("/favicon.ico", () => TypedResults.NoContent());
        app.MapGet("/missing", () => TypedResults.Text(Sound, "text/html", statusCode: StatusCodes.Status404NotFound));
    });

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_sound_page_passes_every_check()
    {
        await using var test = new Trial(chromium);
        var page = await test.OpenAsync(Address);
        await page.GotoAsync("/sound");

        await page.AxeInEveryLookAsync();
        await page.PictureAsync("sound");

        Assert.False(await page.Locator("details").EvaluateAsync<bool>("d => d.open"));
    }

    [Fact]
    public async Task Axe_looks_into_closed_details()
    {
        await using var test = new Trial(chromium);
        var page = await test.OpenAsync(Address);
        await page.GotoAsync("/inaccessible");

        var failed = await Assert.ThrowsAnyAsync<XunitException>(() => page.AxeAsync());
        Assert.Contains("image-alt", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Axe_says_that_it_cannot_run_without_JavaScript()
    {
        await using var test = new Trial(chromium);
        var page = await test.OpenAsync(Address, new Look(JavaScript: false));
        await page.GotoAsync("/sound");

        Assert.True(await page.Locator("noscript p").IsVisibleAsync());
        await page.NoSidewaysScrollAsync();
        var failed = await Assert.ThrowsAnyAsync<XunitException>(() => page.AxeAsync());
        Assert.Contains("cannot run", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_wider_than_a_phone_is_found(bool javaScript)
    {
        await using var test = new Trial(chromium);
        var page = await test.OpenAsync(Address, new Look(Look.Phone, JavaScript: javaScript));
        await page.GotoAsync("/wide");

        await Assert.ThrowsAnyAsync<XunitException>(() => page.NoSidewaysScrollAsync());
    }

    [Theory]
    [InlineData("/inline-style")]
    [InlineData("/inline-script")]
    [InlineData("/missing")]
    public async Task A_complaint_of_the_browser_fails_the_test_at_its_end(string path)
    {
        var test = new Trial(chromium);
        var page = await test.OpenAsync(Address);
        await page.GotoAsync(path);

        var failed = await Assert.ThrowsAnyAsync<XunitException>(async () => await test.DisposeAsync());
        Assert.Contains(path, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_complaint_on_a_kept_page_fails_the_test_that_looked_and_no_later_one()
    {
        await using var pages = new KeptPages(chromium);
        var page = await pages.OfAsync("reader", Address, _ => Task.CompletedTask);
        var test = new Trial(chromium);
        test.Watch(page);
        await page.GotoAsync("/inline-style");
        Assert.Equal("Sound", await page.TitleAsync());
        await Assert.ThrowsAnyAsync<XunitException>(async () => await test.DisposeAsync());

        await using var later = new Trial(chromium);
        Assert.Same(page, await pages.OfAsync("reader", Address, _ => Task.CompletedTask));
        later.Watch(page);
        await page.GotoAsync("/sound");
    }

    [Fact]
    public async Task An_expected_answer_is_no_complaint()
    {
        await using var test = new Trial(chromium);
        test.ExpectStatus(404);
        var page = await test.OpenAsync(Address);

        await page.GotoAsync("/missing");
    }

    private static void Page(WebApplication app, string path, string html) => app.MapGet(path, (HttpContext context) =>
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        return TypedResults.Text(html, "text/html");
    });

    private sealed class Trial(Chromium chromium) : BrowserTest(chromium)
    {
        public new Task<Microsoft.Playwright.IPage> OpenAsync(Uri address, Look? look = null) => base.OpenAsync(address, look);

        public new void Watch(Microsoft.Playwright.IPage page) => base.Watch(page);

        public new void ExpectStatus(int status) => base.ExpectStatus(status);
    }
}
