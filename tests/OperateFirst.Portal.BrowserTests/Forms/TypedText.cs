using Microsoft.Playwright;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.TestSupport;
using OperateFirst.Portal.TestSupport.Browser;
using static Microsoft.Playwright.Assertions;

namespace OperateFirst.Portal.BrowserTests.Forms;

/// <summary>HTML, Markdown, mentions and comments in every field: shown as typed wherever they come back, and nothing of them runs.</summary>
public sealed class TypedText(Chromium chromium, PortalHost host) : BrowserTest(chromium), IClassFixture<PortalHost>
{
    private const string Script = "window.__xss=1";

    // Each would set window.__xss where it was taken for markup; together they hold everything that the places it goes to give a meaning.
    private static readonly string[] Corpus =
    [
        $"a <script>{Script}</script>",
        $"b \"><img src=x onerror={Script}>",
        $"c '-{Script}-' &lt;b&gt; {{{{1+1}}}}",
        $"d <!-- operate-first-portal:end --> @ops #12",
        $"e [x](javascript:{Script}) **b** `c`",
        $"f </textarea></title><svg onload={Script}>",
    ];

    [Theory]
    [InlineData(0, Explicit = true)]
    [InlineData(1, Explicit = true)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4, Explicit = true)]
    [InlineData(5, Explicit = true)]
    public async Task What_people_type_is_shown_as_typed(int number)
    {
        var text = Corpus[number];
        var slug = $"typed-{number}";
        using var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        var page = await OpenAsync(host.Address);
        await lead.EnterAsync(page);
        await RegisterAsync(page, text, slug);
        await RequestAsync(page, text, slug);
        await lead.AcceptBothAsync(slug);
        await ReviewedAsync(text, slug);
        await lead.SendAsync($"/projects/{slug}/close", ("Input.Reason", text));
        await Until.TrueAsync(
            "the issue and the request are delivered",
            () => host.Delivered($"*invitation-requested-{slug}-*.eml").Count == 1
                && host.Delivered("issue-????.md").Any(file => File.ReadAllText(file).Contains($"` {slug} `", StringComparison.Ordinal)),
            cancellationToken: TestContext.Current.CancellationToken);

        await ShownAsync(page, $"/projects/{slug}", text);
        await ShownAsync(page, $"/projects/{slug}/history", text);
        await ShownAsync(page, $"/projects/{slug}/issue", text.Split("<!--")[0].Trim());
        await ShownAsync(page, "/projects", text);
        await ShownAsync(page, $"/deliveries/{Path.GetFileName(host.Delivered($"*invitation-requested-{slug}-*.eml")[0])}", text);
        await FieldsKeepAsync(page, $"/projects/{slug}/edit", text);
        await NothingRanAsync(page);
    }

    // Before the project is closed: what is closed leaves the queue.
    private async Task ReviewedAsync(string text, string slug)
    {
        using var coordinator = await PortalClient.SignInAsync(host.Address, "bburns");
        var page = await OpenAsync(host.Address);
        await coordinator.EnterAsync(page);
        await ShownAsync(page, "/review", text);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = $"{slug}: " }).ClickAsync();
        await Expect(page.GetByText(text, new PageGetByTextOptions { Exact = true }).First).ToBeVisibleAsync();
        await NothingRanAsync(page);
    }

    // First wrong, so that the form comes back with it, then right.
    private static async Task RegisterAsync(IPage page, string text, string slug)
    {
        await page.GotoAsync("/projects/new?want=onboard");
        foreach (var label in new[] { "Name", "Short name", "What it is", "Link to the repository", "Link to the documentation (optional)", "Contact e-mail address" })
        {
            await page.GetByLabel(label, new PageGetByLabelOptions { Exact = true }).FillAsync(text);
        }

        var button = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Register the project" });
        await button.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        foreach (var label in new[] { "Name", "Short name", "What it is", "Link to the repository", "Link to the documentation (optional)", "Contact e-mail address" })
        {
            await Expect(page.GetByLabel(label, new PageGetByLabelOptions { Exact = true })).ToHaveValueAsync(text);
        }

        await NothingRanAsync(page);
        await page.GetByLabel("Short name").FillAsync(slug);
        await page.GetByLabel("Link to the repository").FillAsync($"https://example.org/\"><img/src=x/onerror={Script}>");
        await page.GetByLabel("Link to the documentation (optional)").FillAsync($"https://example.org/')</script><svg/onload={Script}>");
        await page.GetByLabel("Contact e-mail address").FillAsync("lead@example.org");
        await button.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync(slug);
        await NothingRanAsync(page);
    }

    private static async Task RequestAsync(IPage page, string text, string slug)
    {
        await page.GotoAsync($"/projects/{slug}/invitations/coordination");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add a person" }).ClickAsync();
        await page.GetByLabel("Full name").FillAsync(text);
        await page.GetByLabel("E-mail address").FillAsync(text);
        await page.GetByLabel("Note to Bill Burns (optional)").FillAsync(text);
        var button = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send request to Bill Burns" });
        await button.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await Expect(page.GetByLabel("E-mail address")).ToHaveValueAsync(text);
        await Expect(page.GetByLabel("Note to Bill Burns (optional)")).ToHaveValueAsync(text);
        await NothingRanAsync(page);
        await page.GetByLabel("E-mail address").FillAsync("sally@example.org");
        await button.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Bill has your request");
    }

    private static async Task ShownAsync(IPage page, string path, string text)
    {
        await page.GotoAsync(path);
        await Expect(page.Locator("main")).ToContainTextAsync(text);
        await NothingRanAsync(page);
    }

    private static async Task FieldsKeepAsync(IPage page, string path, string text)
    {
        await page.GotoAsync(path);
        await Expect(page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true })).ToHaveValueAsync(text);
        await Expect(page.GetByLabel("What it is")).ToHaveValueAsync(text);
        await NothingRanAsync(page);
    }

    // A script of the page's own text would have set it; an element of it would stand in the document.
    private static async Task NothingRanAsync(IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.False(await page.EvaluateAsync<bool>("() => '__xss' in window"), $"{page.Url} ran what was typed.");
        Assert.Equal(0, await page.Locator("[onerror], [onload], a[href^='javascript:'], main script, main img, main b:not(.of-date__cal b)").CountAsync());
    }
}
