using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.TestSupport.Browser;
using static Microsoft.Playwright.Assertions;

namespace OperateFirst.Portal.BrowserTests.Forms;

/// <summary>Impatient, forgetful and interrupted people: one acceptance, one e-mail, nothing lost.</summary>
public sealed class SentTwice(Chromium chromium, PortalHost host) : BrowserTest(chromium), IClassFixture<PortalHost>
{
    [Theory]
    [InlineData("double-click", true)]
    [InlineData("double-click-plain", false)]
    public async Task A_double_click_accepts_once(string slug, bool scripts)
    {
        var page = await OpenAgreementAsync(slug, scripts);
        await Box(page).CheckAsync();
        await Accept(page).DblClickAsync();

        await HeadingAsync(page, "Receipt");
        await AcceptedOnceAsync(page, slug);
    }

    [Fact]
    public async Task A_second_tab_that_was_open_before_the_acceptance_leads_to_the_same_receipt()
    {
        var page = await OpenAgreementAsync("two-tabs");
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync("/projects/two-tabs/agreements/telemetry");
        await Box(page).CheckAsync();
        await Accept(page).ClickAsync();
        await HeadingAsync(page, "Receipt");
        var number = await page.Locator("#rec + span").InnerTextAsync();

        await Box(second).CheckAsync();
        await Accept(second).ClickAsync();

        await HeadingAsync(second, "Receipt");
        await Expect(second.Locator("#rec + span")).ToHaveTextAsync(number);
        await AcceptedOnceAsync(second, "two-tabs");
    }

    [Fact]
    public async Task Going_back_after_the_acceptance_accepts_nothing_more()
    {
        var page = await OpenAgreementAsync("back");
        await Box(page).CheckAsync();
        await Accept(page).ClickAsync();
        await HeadingAsync(page, "Receipt");

        await page.GoBackAsync();
        await HeadingAsync(page, "Telemetry agreement");
        if (await Accept(page).CountAsync() > 0)
        {
            await Box(page).CheckAsync();
            await Accept(page).ClickAsync();
            await HeadingAsync(page, "Receipt");
        }

        await AcceptedOnceAsync(page, "back");
    }

    [Fact]
    public async Task Going_back_after_the_registration_registers_nothing_more()
    {
        using var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        var page = await OpenAsync(host.Address);
        await lead.EnterAsync(page);
        await page.GotoAsync("/projects/new?want=onboard");
        await FillAsync(page);
        var button = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Register the project" });
        await button.DblClickAsync();
        await HeadingAsync(page, "once");

        await page.GoBackAsync();
        await FillAsync(page);
        await button.ClickAsync();

        await Expect(page.Locator("#Input_Slug-error")).ToContainTextAsync("This short name is taken.");
        await page.GotoAsync("/projects");
        await Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "once", Exact = true })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_unticked_box_accepts_nothing()
    {
        var page = await OpenAgreementAsync("unticked");
        await Accept(page).ClickAsync();

        await Expect(page).ToHaveTitleAsync("Error: Telemetry agreement – Operate First Portal");
        await Expect(page.Locator("#Input_Agreed-error")).ToContainTextAsync("Tick the box to accept the agreement.");
        await Expect(Box(page)).Not.ToBeCheckedAsync();
        Assert.Equal((0, 0), await AcceptancesAsync("unticked"));
    }

    [Theory]
    [InlineData("expired-accept", "/agreements/telemetry", "Accept on behalf of expired-accept", "Telemetry agreement")]
    [InlineData("expired-add", "/invitations/coordination", "Add a person", "Ask for a meeting invite")]
    [InlineData("expired-members", "/members", "Leave the project", "Members")]
    public async Task A_session_that_ran_out_comes_back_to_the_page_after_signing_in(string slug, string path, string button, string heading)
    {
        var page = await OpenAgreementAsync(slug);
        await page.GotoAsync($"/projects/{slug}{path}");
        await page.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "portal-session" });
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button }).ClickAsync();

        await HeadingAsync(page, "Sign in");
        await Expect(page.GetByText("Sign in to go on where you were.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in as cooktheryan", Exact = true }).ClickAsync();

        await HeadingAsync(page, heading);
        Assert.Equal($"/projects/{slug}{path}", new Uri(page.Url).AbsolutePath);
        await Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button })).ToBeVisibleAsync();
        Assert.Equal((0, 0), await AcceptancesAsync(slug));
    }

    private static async Task FillAsync(IPage page)
    {
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("Once");
        await page.GetByLabel("What it is").FillAsync("Registered once.");
        await page.GetByLabel("Link to the repository").FillAsync("https://github.com/sigstore");
    }

    private static ILocator Box(IPage page) => page.GetByRole(AriaRole.Checkbox);

    private static ILocator Accept(IPage page) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new("^Accept on behalf of") });

    private static Task HeadingAsync(IPage page, string words) =>
        Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync(words);

    private async Task AcceptedOnceAsync(IPage page, string slug)
    {
        Assert.Equal((1, 1), await AcceptancesAsync(slug));
        await page.GotoAsync($"/projects/{slug}/history");
        await Expect(page.GetByText("cooktheryan accepted the telemetry agreement, version 1.")).ToHaveCountAsync(1);
    }

    private Task<(int Acceptances, int Mails)> AcceptancesAsync(string slug) => host.ReadAsync(async db =>
    {
        var project = await db.Set<Portal.Projects.Project>().Where(project => project.Slug == slug).Select(project => project.Id).SingleAsync();
        return (await db.Set<Acceptance>().CountAsync(acceptance => acceptance.ProjectId == project),
            await db.Set<OutboxMessage>().CountAsync(message => message.ProjectId == project && message.Kind == AcceptAgreement.ReceiptMail));
    });

    private async Task<IPage> OpenAgreementAsync(string slug, bool scripts = true)
    {
        using var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        await lead.RegisterAsync(slug);
        var page = await OpenAsync(host.Address, new Look(JavaScript: scripts));
        await lead.EnterAsync(page);
        await page.GotoAsync($"/projects/{slug}/agreements/telemetry");
        return page;
    }
}
