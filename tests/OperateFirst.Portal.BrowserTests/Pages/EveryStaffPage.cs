using Microsoft.Playwright;
using OperateFirst.Portal.TestSupport.Browser;

namespace OperateFirst.Portal.BrowserTests.Pages;

/// <summary>Every page that coordinators and operators see, in every state.</summary>
public sealed class EveryStaffPage(Chromium chromium, SeededPortal portal, KeptPages pages) : PageLooks(chromium, portal, pages)
{
    public static IEnumerable<TheoryDataRow<string, string>> Addresses =>
    [
        .. new[]
        {
            "/review", "/review?with=change&answer={request}", "/review?with=decline&answer={request}", "/review/{request}", "/review?state=all&kind=coordination&project=wait", "/review?project=none", "/review?state=approved", "/review/stand-ins",
        }.Select(path => Row(SeededPortal.Coordinator, path)),
        .. new[]
        {
            "/", "/operations/agreements", "/operations/agreements?state=overdue", "/operations/agreements?state=withdrawn&agreement=both",
            "/operations/agreements?projects=closed", "/operations/projects?q=none", "/operations/agreements/done", "/operations/agreements/closed-later",
            "/operations/agreements/done/receipt/commitment/1", "/operations/projects", "/operations/projects/fresh", "/operations/projects/closed", "/operations/projects/fresh/lead",
            "/operations/projects/fresh/close", "/operations/issues", "/operations/deliveries", "/operations/deliveries?state=parked", "/operations/deliveries?state=sent&kind=mail&q=wait",
            "/operations/deliveries?q=none", $"/operations/projects/{SeededPortal.LongSlug}", "/operations/deliveries/{parked}", "/operations/texts",
            "/operations/texts/telemetry/2", "/operations/holds", "/operations/ledger", "/review/stand-ins",
        }.Select(path => Row(SeededPortal.Operator, path)),
        Row(SeededPortal.Coordinator, "/review/{approved}"),
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public Task A_page_is_accessible_in_every_look(string persona, string path) => LookAtAsync(persona, path);

    [Theory]
    [InlineData("/operations/texts/telemetry/2", "Publish version 2", SeededPortal.Operator)]
    [InlineData("/operations/holds", "Start the pause", SeededPortal.Operator)]
    [InlineData("/operations/projects/fresh/lead", "Make them a lead", SeededPortal.Operator)]
    [InlineData("/operations/projects/fresh/close", "Close fresh", SeededPortal.Operator)]
    [InlineData("/review/stand-ins", "Appoint", SeededPortal.Coordinator)]
    public Task A_form_with_mistakes_is_accessible(string path, string button, string persona) => LookAtMistakesAsync(path, button, persona);

    [Fact]
    public async Task A_checked_ledger_is_accessible()
    {
        var page = await OpenAsAsync(SeededPortal.Operator);
        await page.GotoAsync("/operations/ledger");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Check the whole ledger" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "The ledger holds" })).ToBeVisibleAsync();
        await LookAsync(page, "ledger-checked");
    }
}
