using Microsoft.Playwright;
using OperateFirst.Portal.TestSupport.Browser;

namespace OperateFirst.Portal.BrowserTests.Pages;

/// <summary>
/// Every page, for everyone who sees it and in every state: no axe violation in light and dark at both widths, no sideways scrolling, nothing cut off, no complaint of
/// the browser, one h1 and a title of its own.
/// </summary>
public sealed class EveryPage(Chromium chromium, SeededPortal portal) : BrowserTest(chromium), IClassFixture<SeededPortal>
{
    private const string Visitor = "";

    // What is as small as a pixel is meant for screen readers alone.
    private const string CutOff =
        "() => [...document.querySelectorAll('main *')].filter(e => e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible'"
        + " && !['INPUT', 'TEXTAREA', 'SELECT'].includes(e.tagName)).map(e => e.outerHTML.slice(0, 200))";

    private static readonly string[] ProjectPages =
    [
        "", "/edit", "/guide", "/agreements/telemetry", "/agreements/commitment", "/conversation", "/invitations/chat-room", "/invitations/coordination",
        "/invitations/sprint-planning", "/cluster", "/issue", "/history", "/members", "/close",
    ];

    public static IEnumerable<TheoryDataRow<string, string>> Addresses =>
    [
        .. new[]
        {
            "/", "/guide", "/agreements", "/agreements/telemetry", "/agreements/commitment", "/agreements/commitment/v/1", "/meetings", "/conversation",
            "/privacy", "/accessibility", "/sign-in", "/sign-in?failed=true", "/sign-in?returnUrl=%2Fprojects%2Ffresh", "/error",
        }.Select(path => Row(Visitor, path)),
        .. new[] { "/", "/projects", "/projects/new", "/deliveries" }.Select(path => Row(SeededPortal.LeadOfNothing, path)),
        .. new[]
        {
            "/", "/projects", "/sign-out", "/deliveries", "/projects/new?want=onboard", "/projects/new?want=access", "/projects/new?want=quota",
            "/projects/new?want=leave", "/projects/waiting/agreements/commitment/receipt",
        }.Select(path => Row(SeededPortal.Lead, path)),
        .. from slug in new[] { "fresh", "waiting", "closed" } from path in ProjectPages select Row(SeededPortal.Lead, $"/projects/{slug}{path}"),
        .. from slug in new[] { "blocked", "done" } from path in new[] { "", "/conversation", "/invitations/sprint-planning", "/cluster" }
           select Row(SeededPortal.Lead, $"/projects/{slug}{path}"),
        .. new[] { "", "?change=true", "/cancel" }.Select(path => Row(SeededPortal.Lead, $"/projects/done/invitations/coordination{path}")),
        Row(SeededPortal.Lead, "/projects/fresh/invitations/coordination/cancel"),
        .. from path in new[] { "", "/edit", "/invitations/coordination", "/issue", "/agreements/telemetry", "/agreements/telemetry/receipt", "/history", "/members" }
           select Row(SeededPortal.Lead, $"/projects/{SeededPortal.LongSlug}{path}"),
        .. new[]
        {
            "/review", "/review/{request}", "/review?state=all&kind=coordination&project=wait", "/review?project=none", "/review?state=approved", "/review/stand-ins",
        }.Select(path => Row(SeededPortal.Coordinator, path)),
        .. new[]
        {
            "/review/stand-ins", "/operations/agreements", "/operations/agreements?state=withdrawn&agreement=both", "/operations/agreements?projects=closed", "/operations/agreements/done",
            "/operations/agreements/fresh", "/operations/agreements/done/receipt/telemetry/1", "/operations/projects", "/operations/projects?q=none",
        }.Select(path => Row("operator", path)),
        Row(SeededPortal.CoordinatorOfNothing, "/projects"),
        Row("operator", "/"),
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_page_is_accessible_in_every_look(string persona, string path)
    {
        var page = await OpenAsAsync(persona);
        var answer = await page.GotoAsync(path.Replace("{request}", $"{portal.Request}", StringComparison.Ordinal));

        Assert.True(answer is { Status: 200 } || path == "/error", $"{path} answered {answer?.Status}.");
        await LookAsync(page, $"{persona}{path}");
    }

    [Theory]
    [InlineData(Visitor, "/nowhere")]
    [InlineData(SeededPortal.LeadOfNothing, "/projects/fresh")]
    [InlineData(SeededPortal.Lead, "/review")]
    public async Task A_page_that_does_not_exist_for_the_reader_is_accessible(string persona, string path)
    {
        ExpectStatus(404);
        var page = await OpenAsAsync(persona);
        var answer = await page.GotoAsync(path);

        Assert.Equal(404, answer?.Status);
        await LookAsync(page, $"404-{persona}");
    }

    [Theory]
    [InlineData("/projects/new?want=onboard", "Register the project")]
    [InlineData("/projects/fresh/edit", "Save the changes")]
    [InlineData("/projects/fresh/guide", "Confirm for fresh")]
    [InlineData("/projects/fresh/agreements/telemetry", "Accept on behalf of fresh")]
    [InlineData("/projects/fresh/invitations/coordination", "Send request to Bill Burns")]
    [InlineData("/projects/fresh/members", "Add to fresh")]
    [InlineData("/projects/fresh/close", "Close fresh")]
    public async Task A_form_with_mistakes_is_accessible(string path, string button)
    {
        var page = await OpenAsAsync(SeededPortal.Lead);
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

    [Theory]
    [InlineData("eml")]
    [InlineData("md")]
    public async Task A_delivered_file_is_accessible(string kind)
    {
        var page = await OpenAsAsync(Visitor);
        var file = portal.Host.Delivered($"*.{kind}")[0];
        await page.GotoAsync($"/deliveries/{Path.GetFileName(file)}");

        await LookAsync(page, $"deliveries-{kind}");
    }

    private static TheoryDataRow<string, string> Row(string persona, string path) => new(persona, path);

    private async Task<IPage> OpenAsAsync(string persona)
    {
        var page = await OpenAsync(portal.Host.Address);
        if (persona != Visitor)
        {
            await portal[persona].EnterAsync(page);
        }

        return page;
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveCountAsync(1);
        Assert.EndsWith("– Operate First Portal", await page.TitleAsync(), StringComparison.Ordinal);
        await page.AxeInEveryLookAsync(string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) ? letter : '-')));
        Assert.Empty(await page.EvaluateAsync<string[]>(CutOff));
        await page.SetViewportSizeAsync(Look.Desktop, new Look().Height);
        Assert.Empty(await page.EvaluateAsync<string[]>(CutOff));
    }
}
