using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OperateFirst.Portal.BrowserTests.Journey;

/// <summary>What a project lead does and sees, page by page, with scripts and without.</summary>
internal sealed class LeadWalk(IPage page)
{
    public const string Slug = "sigstore-aas";

    public IPage Page => page;

    public async Task ClickAsync(string button) =>
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    public async Task FollowAsync(string link) =>
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = link, Exact = true }).ClickAsync();

    public Task HeadingAsync(string words) =>
        Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync(words);

    public async Task NoticeAsync(string title) =>
        await Expect(page.GetByRole(AriaRole.Status).Filter(new LocatorFilterOptions { HasText = title })).ToBeVisibleAsync();

    /// <summary>The labels of the eight steps, in their order.</summary>
    public Task StatesAsync(params string[] labels) => Expect(page.Locator(".of-step__head .pf-v6-c-label")).ToHaveTextAsync(labels);

    public async Task BallAsync(int step, string who) =>
        await Expect(page.Locator($"#step-{step} dl > div", new PageLocatorOptions { HasText = "Who has the ball" }).Locator("dd")).ToContainTextAsync(who);

    /// <summary>The one next action of the page.</summary>
    public async Task NextAsync(string heading, string action)
    {
        var next = page.Locator("section.of-next");
        await Expect(next.GetByRole(AriaRole.Heading)).ToHaveTextAsync(heading);
        await Expect(next.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = action, Exact = true })).ToBeVisibleAsync();
    }

    public Task TakeNextAsync() => page.Locator("section.of-next").GetByRole(AriaRole.Link).ClickAsync();

    public ILocator Delivery(string title) =>
        page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Messages we sent for you" }).GetByRole(AriaRole.Listitem)
            .Filter(new LocatorFilterOptions { HasText = title });

    public async Task SignInAsync(string persona)
    {
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await HeadingAsync("Sign in");
        await ClickAsync($"Sign in as {persona}");
        await HeadingAsync("My projects");
    }

    public async Task ChooseToRegisterAsync()
    {
        await Expect(page.GetByText("No project yet")).ToBeVisibleAsync();
        await FollowAsync("Register a project");
        await HeadingAsync("What do you want to do?");
        await page.GetByLabel("Get more quota for a project").CheckAsync();
        await ClickAsync("Continue");
        await Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Go there" }))
            .ToHaveAttributeAsync("href", "https://github.com/operate-first/support/issues/new/choose");
        await FollowAsync("Choose something else");
        await page.GetByLabel("Bring a new project to the cloud").CheckAsync();
        await ClickAsync("Continue");
        await HeadingAsync("Register your project");
    }

    public async Task RegisterAsync(bool scripts)
    {
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).PressSequentiallyAsync("Sigstore AAS");
        await page.GetByLabel("What it is").FillAsync("Initial work on deploying sigstore AAS");
        await page.GetByLabel("Link to the repository").FillAsync("https://github.com/sigstore");
        await page.GetByLabel("Link to the documentation (optional)").FillAsync("https://www.sigstore.dev/");
        await Expect(page.GetByLabel("Contact e-mail address")).ToHaveValueAsync("lead@example.org");
        if (!scripts)
        {
            // The server proposes what the script would have proposed, to be seen before anything is saved.
            await ClickAsync("Register the project");
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("One thing to correct");
        }

        await Expect(page.GetByLabel("Short name")).ToHaveValueAsync(Slug);
        await ClickAsync("Register the project");
        await HeadingAsync(Slug);
        await NoticeAsync("sigstore-aas is registered");
    }

    public async Task ReadGuideAsync()
    {
        await NextAsync("Understand the environment", "Read the points and confirm");
        await TakeNextAsync();
        await Expect(page.Locator("main article h3 .of-point__no"))
            .ToHaveTextAsync(["P1", "P2", "P3", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"]);
        var box = page.GetByLabel("I have read these points for the project sigstore-aas.");
        await Expect(box).Not.ToBeCheckedAsync();
        await box.CheckAsync();
        await ClickAsync("Confirm for sigstore-aas");
        await NoticeAsync("Step 2 is done");
    }

    /// <summary>From the agreement's page to the receipt.</summary>
    /// <returns>The fingerprint of the text, as the receipt states it.</returns>
    public async Task<string> AcceptAsync(string title)
    {
        await HeadingAsync(title);
        await Expect(page.GetByText("Your turn: accept version 1")).ToBeVisibleAsync();
        var box = page.GetByLabel("I have read version 1 and I accept it for the project sigstore-aas.");
        await Expect(box).Not.ToBeCheckedAsync();
        await box.CheckAsync();
        await ClickAsync("Accept on behalf of sigstore-aas");
        await HeadingAsync("Receipt");
        await NoticeAsync("Accepted for sigstore-aas");
        await Expect(Fact("Agreement")).ToHaveTextAsync($"{title}, version 1");
        await Expect(Fact("Project")).ToHaveTextAsync(Slug);
        await Expect(Fact("Accepted by")).ToHaveTextAsync("cooktheryan");
        await Expect(Fact("Accepted on")).ToContainTextAsync("UTC");
        return await Fact("Fingerprint of the text (SHA-256)").InnerTextAsync();
    }

    public async Task JoinConversationAsync()
    {
        await FollowAsync("Ask Lars Kellogg-Stedman for an invite");
        await HeadingAsync("Ask for the chat room");
        await ClickAsync("Send request to Lars Kellogg-Stedman");
        await NoticeAsync("Lars has your request");
        await FollowAsync("Join the chat room, the lists and the dashboard (Join the conversation)");
        await Expect(page.GetByText("Waiting for Lars Kellogg-Stedman")).ToBeVisibleAsync();
        foreach (var (button, title) in new[]
        {
            ("joined", "Mailing list Operate-first-users"), ("joined", "Mailing list Openinfralabs"), ("opened", "Dashboard"),
        })
        {
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new($"^Mark as {button}\\s?: {title}$") }).ClickAsync();
            await NoticeAsync($"Marked: {title}");
        }

        await FollowAsync("Back to the project");
    }

    public async Task AskForCoordinationAsync()
    {
        await HeadingAsync("Ask for a meeting invite");
        await ClickAsync("Add a person");
        await PersonAsync(1, "Sally O'Malley", "sally@example.org");
        await ClickAsync("Add another person");
        await Expect(Person(1).GetByLabel("Full name")).ToHaveValueAsync("Sally O'Malley");
        await PersonAsync(2, "Luke Hinds", "luke@example.org");
        await page.GetByLabel("Note to Bill Burns (optional)").FillAsync("We want to present sigstore.");
        await ClickAsync("Send request to Bill Burns");
        await NoticeAsync("Bill has your request");
    }

    public ILocator Fact(string name) => page.Locator("dl > div").Filter(new LocatorFilterOptions
    {
        Has = page.Locator("dt").GetByText(name, new LocatorGetByTextOptions { Exact = true }),
    }).Locator("dd");

    private ILocator Person(int number) => page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { Name = $"Person {number}", Exact = true });

    private async Task PersonAsync(int number, string name, string email)
    {
        await Person(number).GetByLabel("Full name").FillAsync(name);
        await Person(number).GetByLabel("E-mail address").FillAsync(email);
    }
}
