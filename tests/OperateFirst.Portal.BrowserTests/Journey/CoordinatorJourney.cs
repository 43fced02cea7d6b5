using Microsoft.Playwright;
using MimeKit;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.TestSupport;
using OperateFirst.Portal.TestSupport.Browser;
using static Microsoft.Playwright.Assertions;

namespace OperateFirst.Portal.BrowserTests.Journey;

/// <summary>A coordinator's day: requests come, are sent back, approved, taken back; somebody stands in; calendar invites and their cancellation go out by themselves.</summary>
public sealed class CoordinatorJourney(Chromium chromium) : BrowserTest(chromium)
{
    private PortalHost? host;

    private PortalHost Host => host ?? throw new InvalidOperationException("The portal is not started yet.");

    [Theory]
    [InlineData(true, Traits = ["Database", "Both"])]
    [InlineData(false)]
    public async Task Bill_answers_takes_back_and_has_somebody_stand_in(bool scripts)
    {
        host = new PortalHost();
        using var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        await lead.RegisterAsync("sigstore-aas");
        await AskAsync(lead, "sigstore-aas", "See you there.");
        await lead.RegisterAsync("apex");
        await AskAsync(lead, "apex", "See you there.");
        var walk = new LeadWalk(await OpenAsync(host.Address, new Look(JavaScript: scripts)));
        var page = walk.Page;
        await walk.SignInAsync("bburns");

        await page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Main" }).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { NameRegex = new("^Review") }).ClickAsync();
        await walk.HeadingAsync("Invite requests");
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "2 requests waiting for you" })).ToBeVisibleAsync();
        await page.GetByLabel("Project name begins with").FillAsync("SIG");
        await walk.ClickAsync("Apply filter");
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);

        await SendBackAsync(walk);
        await AskAsync(lead, "sigstore-aas", "Ada presents.");
        await ApproveAsync(walk);
        await TakeBackAsync(walk);
        await AppointAsync(walk);
        await LarsStandsInAsync();
    }

    [Fact]
    public async Task Words_typed_in_the_queue_are_left_behind_only_by_whoever_wants_to()
    {
        host = new PortalHost();
        using var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        foreach (var slug in new[] { "sigstore-aas", "apex" })
        {
            await lead.RegisterAsync(slug);
            await AskAsync(lead, slug, "See you there.");
        }

        var walk = new LeadWalk(await OpenAsync(host.Address));
        var asked = new List<string>();
        walk.Page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await dialog.DismissAsync();
        };
        await walk.SignInAsync("bburns");
        await walk.Page.GotoAsync("/review");
        await walk.FollowAsync("Decline apex");
        var reason = walk.Page.GetByLabel("Reason for declining");
        await reason.FillAsync("Next year.");

        await walk.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Decline sigstore-aas" }).ClickAsync();
        await Until.TrueAsync("the browser has asked", () => Task.FromResult(asked.Count == 1));
        await walk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Approve sigstore-aas" }).ClickAsync();
        await Until.TrueAsync("the browser has asked again", () => Task.FromResult(asked.Count == 2));
        await Expect(reason).ToHaveValueAsync("Next year.");
        await walk.ClickAsync("Decline request");

        await Expect(walk.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Declined for apex");
        Assert.Equal(["beforeunload", "beforeunload"], asked);
        await walk.ClickAsync("Approve sigstore-aas");
        await Expect(walk.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Approved for sigstore-aas");
    }

    // The browser first: nothing may ask the portal while it ends.
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }

    private static Task AskAsync(PortalClient lead, string slug, string note) => lead.AskAsync(
        slug, "coordination", ("Input.Attendees[0].Name", "Ada Lovelace"), ("Input.Attendees[0].Email", "ada@example.org"), ("Input.Note", note));

    private static async Task SendBackAsync(LeadWalk walk)
    {
        await walk.FollowAsync("sigstore-aas: Project Coordination meeting");
        await walk.HeadingAsync("sigstore-aas: Project Coordination meeting");
        await Expect(walk.Page.GetByText("ada@example.org")).ToBeVisibleAsync();
        await walk.ClickAsync("Ask for a change");
        await Expect(walk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter what should be changed.");
        await walk.Page.GetByLabel("A sentence to cooktheryan (optional)").FillAsync("Who presents?");
        await walk.ClickAsync("Ask for a change");
        await Expect(walk.Page.GetByRole(AriaRole.Status).First).ToBeVisibleAsync();
        await walk.Page.GotoAsync("/review?state=sent-back");
        await Expect(walk.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);
    }

    private async Task ApproveAsync(LeadWalk walk)
    {
        await walk.Page.GotoAsync("/review");
        await walk.FollowAsync("sigstore-aas: Project Coordination meeting");
        await Expect(walk.Page.GetByText("Ada presents.")).ToBeVisibleAsync();
        await walk.ClickAsync("Approve");
        await Until.TrueAsync("two calendar invites are there", () => Task.FromResult(Host.Delivered("*-calendar-invite-*").Count == 2));
        var calendars = Host.Delivered("*-calendar-invite-*").Select(file => MimeMessage.Load(file)).ToList();
        Assert.Equal(["ada@example.org", "lead@example.org"], calendars.Select(mail => mail.To.Mailboxes.Single().Address).Order());
        Assert.All(calendars, mail =>
        {
            var part = mail.BodyParts.OfType<TextPart>().First(part => part.ContentType.IsMimeType("text", "calendar"));
            Assert.Equal("REQUEST", part.ContentType.Parameters["method"]);
            Assert.Contains("SEQUENCE:0", part.Text, StringComparison.Ordinal);
        });
    }

    private async Task TakeBackAsync(LeadWalk walk)
    {
        await walk.Page.GotoAsync("/review?state=approved");
        await walk.FollowAsync("sigstore-aas: Project Coordination meeting");
        await Expect(walk.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Approved" })).ToBeVisibleAsync();
        await walk.ClickAsync("Take this answer back");
        await Until.TrueAsync("two cancellations are there", () => Task.FromResult(Host.Delivered("*-calendar-cancel-*").Count == 2));
        await walk.Page.GotoAsync("/review");
        await Expect(walk.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "2 requests waiting for you" })).ToBeVisibleAsync();
    }

    private static async Task AppointAsync(LeadWalk walk)
    {
        await walk.FollowAsync("Who stands in for you");
        var today = await walk.Page.EvaluateAsync<string>("() => new Date().toLocaleDateString('en-CA', { timeZone: 'America/New_York' })");
        await walk.Page.GetByLabel("GitHub login").FillAsync("larsks");
        await walk.Page.GetByLabel("First day").FillAsync(today);
        await walk.Page.GetByLabel("Last day").FillAsync("2020-01-01");
        await walk.ClickAsync("Appoint");
        await Expect(walk.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(walk.Page.GetByLabel("GitHub login")).ToHaveValueAsync("larsks");
        await walk.Page.GetByLabel("Last day").FillAsync(today);
        await walk.ClickAsync("Appoint");
        await Expect(walk.Page.GetByRole(AriaRole.Status).First).ToBeVisibleAsync();
    }

    private async Task LarsStandsInAsync()
    {
        var lars = new LeadWalk(await OpenAsync(Host.Address));
        await lars.SignInAsync("larsks");
        await lars.Page.GotoAsync("/review");
        await lars.FollowAsync("apex: Project Coordination meeting");
        await Expect(lars.Page.GetByText("You stand in for Bill Burns")).ToBeVisibleAsync();
        await lars.FollowAsync("Requests");
        await lars.FollowAsync("Decline apex");
        await Expect(lars.Page.GetByLabel("Reason for declining")).ToBeFocusedAsync();
        await lars.Page.GetByLabel("Reason for declining").FillAsync("Next year.");
        await lars.ClickAsync("Decline request");
        await lars.Page.GotoAsync("/review?state=declined");
        await Expect(lars.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("apex");
    }
}
