using Microsoft.Playwright;
using OperateFirst.Portal.TestSupport.Browser;

namespace OperateFirst.Portal.BrowserTests.Pages;

/// <summary>Every page that visitors and projects' people see, in every state.</summary>
public sealed class EveryPage(Chromium chromium, SeededPortal portal, KeptPages pages) : PageLooks(chromium, portal, pages)
{
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
            "/agreements/commitment/v/2", "/verify", "/privacy", "/accessibility", "/sign-in", "/sign-in?failed=true", "/sign-in?returnUrl=%2Fprojects%2Ffresh", "/error",
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
        Row(SeededPortal.OtherCoordinator, "/projects"),
        Row(SeededPortal.Lead, "/projects/closed-later/agreements/telemetry"),
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public Task A_page_is_accessible_in_every_look(string persona, string path) => LookAtAsync(persona, path);

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
    [InlineData("/verify", "Check the receipt", Visitor)]
    public Task A_form_with_mistakes_is_accessible(string path, string button, string persona = SeededPortal.Lead) => LookAtMistakesAsync(path, button, persona);

    [Theory]
    [InlineData("eml")]
    [InlineData("md")]
    public async Task A_delivered_file_is_accessible(string kind)
    {
        var page = await OpenAsAsync(Visitor);
        var file = Portal.Host.Delivered($"*.{kind}")[0];
        await page.GotoAsync($"/deliveries/{Path.GetFileName(file)}");

        await LookAsync(page, $"deliveries-{kind}");
    }

    [Theory]
    [InlineData(true, "The receipt is true")]
    [InlineData(false, "The receipt is not true")]
    public async Task A_verdict_on_a_receipt_is_accessible(bool genuine, string verdict)
    {
        var receipt = await Portal[SeededPortal.Lead].ReadAsync("/projects/waiting/agreements/telemetry/receipt?handler=Json");
        var page = await OpenAsAsync(Visitor);
        await page.GotoAsync("/verify");
        await page.GetByLabel("Or its text (optional)").FillAsync(genuine ? receipt : receipt.Replace(SeededPortal.Lead, "mallory", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Check the receipt" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = verdict, Exact = true })).ToBeVisibleAsync();
        await LookAsync(page, $"verify-{genuine}");
    }
}
