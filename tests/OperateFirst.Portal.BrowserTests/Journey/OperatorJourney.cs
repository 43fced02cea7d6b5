using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.TestSupport;
using OperateFirst.Portal.TestSupport.Browser;
using static Microsoft.Playwright.Assertions;

namespace OperateFirst.Portal.BrowserTests.Journey;

/// <summary>An operator's day: who accepted what, a pause, messages that stuck, a new text, a project without people, and proof for somebody who trusts nobody.</summary>
public sealed class OperatorJourney(Chromium chromium) : BrowserTest(chromium)
{
    private PortalHost? host;

    private PortalHost Host => host ?? throw new InvalidOperationException("The portal is not started yet.");

    [Theory]
    [InlineData(true, Traits = ["Database", "Both"])]
    [InlineData(false)]
    public async Task An_operator_knows_proves_pauses_and_helps_out(bool scripts)
    {
        host = new PortalHost();
        using var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        await lead.RegisterAsync("sigstore-aas");
        await lead.AcceptBothAsync("sigstore-aas");
        await lead.RegisterAsync("apex");
        var walk = new LeadWalk(await OpenAsync(host.Address, new Look(JavaScript: scripts)));
        await walk.SignInAsync("operator");

        await StatusAsync(walk);
        await PauseAsync(walk, lead);
        await DeliveriesAsync(walk, lead);
        await PublishAsync(walk, lead);
        await NewLeadAsync(walk);
        await LedgerAsync(walk);
        await ProofAsync(lead);
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

    private static async Task StatusAsync(LeadWalk walk)
    {
        await walk.FollowAsync("Operations");
        await walk.HeadingAsync("Agreement status");
        var rows = walk.Page.GetByRole(AriaRole.Row);
        await Expect(rows.Filter(new LocatorFilterOptions { HasText = "sigstore-aas" })).ToContainTextAsync("Accepted v1");
        await Expect(rows.Filter(new LocatorFilterOptions { HasText = "apex" })).ToContainTextAsync("Missing");
        await walk.Page.GotoAsync("/operations/agreements?agreement=telemetry&state=accepted");
        await Expect(rows.Filter(new LocatorFilterOptions { HasText = "apex" })).ToHaveCountAsync(0);
        await walk.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Record of sigstore-aas" }).ClickAsync();
        await Expect(walk.Page.GetByText("cooktheryan").First).ToBeVisibleAsync();
        await walk.Page.GotoAsync("/operations/projects");
        await Expect(walk.Page.GetByRole(AriaRole.Table).First).ToBeVisibleAsync();
    }

    private static async Task PauseAsync(LeadWalk walk, PortalClient lead)
    {
        await walk.FollowAsync("Pauses");
        await walk.ClickAsync("Start the pause");
        await Expect(walk.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await walk.Page.GetByLabel("What to pause").SelectOptionAsync("coordination");
        await walk.Page.GetByLabel("The sentence that leads read").FillAsync("Capacity freeze until 1 December.");
        await walk.Page.GetByLabel("Pause it now.").CheckAsync();
        await walk.ClickAsync("Start the pause");
        await Expect(walk.Page.GetByRole(AriaRole.Status).First).ToBeVisibleAsync();
        Assert.Contains("Capacity freeze until 1 December.", await lead.ReadAsync("/projects/apex"), StringComparison.Ordinal);
        await walk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new("^End the pause") }).ClickAsync();
        await Expect(walk.Page.GetByRole(AriaRole.Status).First).ToBeVisibleAsync();
        Assert.DoesNotContain("Capacity freeze until 1 December.", await lead.ReadAsync("/projects/apex"), StringComparison.Ordinal);
    }

    private async Task DeliveriesAsync(LeadWalk walk, PortalClient lead)
    {
        Host.Mail.Close();
        await lead.AskAsync("apex", "coordination");
        await walk.FollowAsync("Deliveries");
        await walk.HeadingAsync("Deliveries");
        await Expect(walk.Page.GetByText("bburns@redhat.com").First).ToBeVisibleAsync();
        Host.Mail.Open();
        await Until.TrueAsync("the request's e-mails are there", () => Task.FromResult(Host.Delivered("*-invitation-requested-*").Count == 1));

        // As after a mail server that refused it for good.
        await Until.TrueAsync("nothing waits", () => Host.ReadAsync(db => db.OutboxMessages.AllAsync(message => message.State == OutboxState.Sent)));
        await Host.ReadAsync(db => db.OutboxMessages.Where(message => message.Kind == AcceptAgreement.ReceiptMail)
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Parked).SetProperty(message => message.LastError, "The mail server refused the recipient.")));
        await walk.Page.ReloadAsync();
        await walk.FollowAsync("See what could not be delivered");
        await Expect(walk.Page.GetByText("2 messages need you")).ToBeVisibleAsync();
        await walk.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = new("^Give up") }).First.ClickAsync();
        await walk.ClickAsync("Give up this message");
        await Expect(walk.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await walk.Page.GetByLabel("Why is it not sent?").FillAsync("The lead has the receipt already.");
        await walk.ClickAsync("Give up this message");
        await Expect(walk.Page.GetByText("1 message needs you")).ToBeVisibleAsync();
        await walk.Page.GotoAsync("/operations/deliveries?state=parked");
        await walk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new("^Send again") }).First.ClickAsync();
        await Until.TrueAsync("the one is sent again", () => Host.ReadAsync(db => db.OutboxMessages.AllAsync(message => message.State != OutboxState.Parked && message.State != OutboxState.Queued)));
    }

    private async Task PublishAsync(LeadWalk walk, PortalClient lead)
    {
        Host.Content = Host.Content with
        {
            Agreements = [.. Host.Content.Agreements.Select(text => text.Name == "telemetry" ? NextVersion(text) : text)],
        };
        await walk.FollowAsync("Texts");
        await walk.FollowAsync("Read the differences");
        await Expect(walk.Page.GetByText("Data sets may be published.").First).ToBeVisibleAsync();
        await walk.ClickAsync("Publish version 2");
        await Expect(walk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose whether the change is editorial or material.");
        await walk.Page.GetByLabel("Material").CheckAsync();
        await walk.Page.GetByLabel("What changed, in a sentence").FillAsync("Data sets are new.");
        await walk.Page.GetByLabel("I have read the differences above.").CheckAsync();
        await walk.ClickAsync("Publish version 2");
        await walk.NoticeAsync("Version 2 is published");
        Assert.Contains("What changed since version 1, which you accepted", await lead.ReadAsync("/projects/sigstore-aas/agreements/telemetry"), StringComparison.Ordinal);
    }

    private static AgreementText NextVersion(AgreementText text)
    {
        var words = $"{text.Text}\n## 5. Data\n\nData sets may be published.\n";
        return text with { Version = text.Version + 1, Text = words, Sha256 = TextHash.Of(words) };
    }

    private static async Task NewLeadAsync(LeadWalk walk)
    {
        await walk.Page.GotoAsync("/operations/projects/apex");
        await walk.FollowAsync("Give it a new lead");
        await walk.Page.GetByLabel("GitHub login").FillAsync("No Login");
        await walk.ClickAsync("Make them a lead");
        await Expect(walk.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await walk.Page.GetByLabel("GitHub login").FillAsync("russellb");
        await walk.Page.GetByLabel("Why does it get a new lead?").FillAsync("The lead left.");
        await walk.ClickAsync("Make them a lead");
        await Expect(walk.Page.GetByRole(AriaRole.Status).First).ToBeVisibleAsync();
        await Expect(walk.Page.GetByText("russellb").First).ToBeVisibleAsync();
    }

    private static async Task LedgerAsync(LeadWalk walk)
    {
        await walk.FollowAsync("Ledger");
        await walk.ClickAsync("Check the whole ledger");
        await Expect(walk.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "The ledger holds" })).ToBeVisibleAsync();
    }

    /// <summary>The lead hands the file on; a stranger checks it, and one that was edited.</summary>
    private async Task ProofAsync(PortalClient lead)
    {
        var receipt = await lead.ReadAsync("/projects/sigstore-aas/agreements/telemetry/receipt?handler=Json");
        using var parsed = JsonDocument.Parse(receipt);
        Assert.Equal("sigstore-aas", parsed.RootElement.GetProperty("project").GetString());
        var page = await OpenAsync(Host.Address);
        foreach (var (text, verdict) in new[] { (receipt, "The receipt is true"), (receipt.Replace("cooktheryan", "mallory", StringComparison.Ordinal), "The receipt is not true") })
        {
            await page.GotoAsync("/verify");
            await page.GetByLabel("The file").SetInputFilesAsync(new FilePayload { Name = "receipt.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Check the receipt" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = verdict, Exact = true })).ToBeVisibleAsync();
        }
    }
}
