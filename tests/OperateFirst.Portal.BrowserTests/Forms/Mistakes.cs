using Microsoft.Playwright;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.TestSupport.Browser;
using static Microsoft.Playwright.Assertions;

namespace OperateFirst.Portal.BrowserTests.Forms;

/// <summary>What was typed wrong is said beside the field, kept, and changes nothing.</summary>
public sealed class Mistakes(Chromium chromium, PortalHost host) : BrowserTest(chromium), IClassFixture<PortalHost>
{
    private static readonly (string Label, string Typed, string Sentence)[] Fields =
    [
        ("Name", "???", "“???” looks like a placeholder."),
        ("Short name", "sdap_mslsp", "“sdap-mslsp” would do."),
        ("What it is", "...", "Say in a sentence what the project is."),
        ("Link to the repository", "ftp://example.org/repository", "Enter the link to the repository as a web address"),
        ("Link to the documentation (optional)", "javascript:alert(1)", "Enter the link to the documentation as a web address"),
        ("Contact e-mail address", "cooktheryan", "Enter the contact e-mail address in full"),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_fields_of_the_registration_may_be_wrong_at_once(bool scripts)
    {
        var page = await OpenFormAsync(scripts);
        foreach (var (label, typed, _) in Fields)
        {
            await page.GetByLabel(label, new PageGetByLabelOptions { Exact = true }).FillAsync(typed);
        }

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Register the project" }).ClickAsync();

        await Expect(page).ToHaveTitleAsync("Error: Register your project – Operate First Portal");
        var summary = page.GetByRole(AriaRole.Alert);
        await Expect(summary).ToBeFocusedAsync();
        await Expect(summary.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Six things to correct");
        foreach (var (label, typed, sentence) in Fields)
        {
            var field = page.GetByLabel(label, new PageGetByLabelOptions { Exact = true });
            await Expect(field).ToHaveValueAsync(typed);
            await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(page.Locator($"#{await field.GetAttributeAsync("id")}-error")).ToContainTextAsync(sentence);
            await Expect(field).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex(System.Text.RegularExpressions.Regex.Escape(sentence)));
            await summary.GetByRole(AriaRole.Link).Filter(new LocatorFilterOptions { HasText = sentence }).ClickAsync();
            await Expect(field).ToBeFocusedAsync();
        }

        await page.GotoAsync("/projects");
        await Expect(page.GetByText("sdap")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_taken_short_name_is_said_beside_it()
    {
        using var other = await PortalClient.SignInAsync(host.Address, "russellb");
        await other.RegisterAsync("apex");
        var page = await OpenFormAsync(scripts: true);
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("Apex");
        await page.GetByLabel("What it is").FillAsync("prototyping an open-source networking service");
        await page.GetByLabel("Link to the repository").FillAsync("https://github.com/redhat-et/apex");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Register the project" }).ClickAsync();

        await Expect(page.Locator("#Input_Slug-error")).ToContainTextAsync("This short name is taken.");
        await Expect(page.GetByLabel("Short name")).ToHaveValueAsync("apex");
    }

    [Fact]
    public async Task People_of_a_request_are_said_to_be_wrong_one_by_one()
    {
        using var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        await lead.RegisterAsync("people");
        var page = await OpenAsync(host.Address);
        await lead.EnterAsync(page);
        await page.GotoAsync("/projects/people/invitations/coordination");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add a person" }).ClickAsync();
        for (var more = 0; more < 4; more++)
        {
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add another person" }).ClickAsync();
        }

        await Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add another person" })).ToHaveCountAsync(0);
        await FillAsync(page, 0, "Sally O'Malley", "sally@example.org");
        await FillAsync(page, 1, "Sally again", "SALLY@example.org");
        await FillAsync(page, 2, "Luke Hinds", "luke");
        await FillAsync(page, 3, "", "nobody@example.org");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send request to Bill Burns" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Heading)).ToHaveTextAsync("Three things to correct");
        await Expect(page.Locator("#Input_Attendees_1__Email-error")).ToContainTextAsync("Person 2 has the same e-mail address");
        await Expect(page.Locator("#Input_Attendees_2__Email-error")).ToContainTextAsync("Enter the e-mail address of person 3 in full");
        await Expect(page.Locator("#Input_Attendees_3__Name-error")).ToContainTextAsync("Enter the full name of person 4");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove person 2" }).ClickAsync();
        await Expect(page.Locator("#Input_Attendees_1__Name")).ToHaveValueAsync("Luke Hinds");
        await page.GotoAsync("/projects/people");
        await Expect(page.Locator("#step-6")).ToContainTextAsync("No invite asked for yet.");
    }

    private static async Task FillAsync(IPage page, int person, string name, string email)
    {
        await page.Locator($"#Input_Attendees_{person}__Name").FillAsync(name);
        await page.Locator($"#Input_Attendees_{person}__Email").FillAsync(email);
    }

    private async Task<IPage> OpenFormAsync(bool scripts)
    {
        using var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        var page = await OpenAsync(host.Address, new Look(JavaScript: scripts));
        await lead.EnterAsync(page);
        await page.GotoAsync("/projects/new?want=onboard");
        return page;
    }
}
