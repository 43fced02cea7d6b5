using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.BrowserTests.Pages;

/// <summary>One portal with a project in each state, for tests that only look.</summary>
public sealed class SeededPortal : IAsyncLifetime
{
    public const string Lead = "cooktheryan";
    public const string LeadOfNothing = "russellb";
    public const string Coordinator = "bburns";
    public const string OtherCoordinator = "larsks";
    public const string Operator = "operator";

    /// <summary>As long as a label may be.</summary>
    public static readonly string LongSlug = new('w', 63);

    private readonly Dictionary<string, PortalClient> people = [];
    private PortalHost? host;

    public PortalHost Host => host ?? throw new InvalidOperationException("The portal is not started yet.");

    /// <summary>The request of the project <c>waiting</c> to Bill Burns.</summary>
    public Guid Request { get; private set; }

    /// <summary>The approved request of the project <c>done</c> to Bill Burns.</summary>
    public Guid Approved { get; private set; }

    /// <summary>A message that could not be delivered.</summary>
    public Guid Parked { get; private set; }

    public PortalClient this[string persona] => people[persona];

    public async ValueTask InitializeAsync()
    {
        // Over PostgreSQL the users' ways are gone; how pages look does not depend on it.
        if (TestDatabase.IsPostgres)
        {
            return;
        }

        host = new PortalHost();
        foreach (var persona in new[] { Lead, LeadOfNothing, Coordinator, OtherCoordinator, Operator })
        {
            people[persona] = await PortalClient.SignInAsync(host.Address, persona);
        }

        var lead = people[Lead];
        await lead.RegisterAsync("fresh");
        await lead.SendAsync("/projects/fresh/members", ("Input.Login", "sallyom"));
        await lead.RegisterAsync("blocked");
        await lead.ConfirmReadingAsync("blocked");
        await lead.SendAsync("/projects/blocked/agreements/telemetry", ("Input.Agreed", "true"));
        await SeedDoneAsync(lead);
        await lead.RegisterAsync("closed");
        await lead.SendAsync("/projects/closed/close", ("Input.Reason", "The work moved elsewhere."));
        await lead.RegisterAsync("closed-later");
        await SeedLongAsync(lead);
        await SeedWaitingAsync(lead, "waiting");
        await lead.MarkClusterAsync("waiting");
        Request = await host.ReadAsync(db => db.InvitationRequests
            .Where(request => request.Target == "coordination" && request.State == InvitationState.Waiting)
            .OrderByDescending(request => request.RequestedAtUtc).Select(request => request.Id).FirstAsync());
        Approved = await host.ReadAsync(db => db.InvitationRequests
            .Where(request => request.Target == "coordination" && request.State == InvitationState.Approved).Select(request => request.Id).FirstAsync());
        await Until.TrueAsync("all is delivered", () => host.ReadAsync(db => db.OutboxMessages.AllAsync(message => message.State != OutboxState.Queued)));
        await SeedOperationsAsync();
        Parked = await host.ReadAsync(db => db.OutboxMessages.Where(message => message.State == OutboxState.Parked).Select(message => message.Id).FirstAsync());
        await Until.TrueAsync("all is delivered", () => host.ReadAsync(db => db.OutboxMessages.AllAsync(message => message.State != OutboxState.Queued)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in people.Values)
        {
            person.Dispose();
        }

        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }

    private static async Task SeedWaitingAsync(PortalClient lead, string slug)
    {
        await lead.ConfirmReadingAsync(await RegisteredAsync(lead, slug));
        await lead.AcceptBothAsync(slug);
        await lead.JoinAllAsync(slug);
        await lead.AskAsync(slug, "chat-room");
        await lead.AskAsync(
            slug, "coordination",
            ("Input.Attendees[0].Name", "Sally O'Malley"), ("Input.Attendees[0].Email", "sally@example.org"), ("Input.Note", "We want to present sigstore."));
        await lead.AskAsync(slug, "sprint-planning");
    }

    private async Task SeedDoneAsync(PortalClient lead)
    {
        await SeedWaitingAsync(lead, "done");
        foreach (var request in await Host.ReadAsync(db => db.InvitationRequests.Select(request => new { request.Id, request.Contact }).ToListAsync()))
        {
            await people[request.Contact == "bill-burns" ? Coordinator : OtherCoordinator].SendAsync($"/review/{request.Id}", ("Input.Decision", "approve"));
        }

        await lead.MarkClusterAsync("done");
    }

    private static async Task SeedLongAsync(PortalClient lead)
    {
        var endless = $"https://github.com/{new string('w', 400)}";
        await lead.SendAsync(
            "/projects/new?want=onboard",
            ("Input.Name", new string('W', 80)), ("Input.Slug", LongSlug), ("Input.Description", new string('W', 2000)), ("Input.RepositoryUrl", endless),
            ("Input.DocumentationUrl", endless), ("Input.ContactEmail", $"{new string('w', 64)}@{new string('w', 60)}.example.org"));
        await lead.AcceptBothAsync(LongSlug);
        foreach (var target in new[] { "chat-room", "coordination", "sprint-planning" })
        {
            await lead.AskAsync(
                LongSlug, target,
                ("Input.Attendees[0].Name", new string('W', 100)), ("Input.Attendees[0].Email", $"{new string('w', 64)}@{new string('w', 60)}.example.org"),
                ("Input.Note", new string('W', 500)));
        }
    }

    // A version to accept anew, another that waits to be published, a pause, a stand-in, and a message that cannot be delivered.
    private async Task SeedOperationsAsync()
    {
        var (lead, operatorAtWork) = (people[Lead], people[Operator]);
        Host.Content = Host.Content with
        {
            Agreements = [.. Host.Content.Agreements.Select(text => NextVersion(text, "## 5. Updates\n\nYou test the updates of the cloud with the operators.\n"))],
        };
        await operatorAtWork.SendAsync(
            "/operations/texts/commitment/2", ("Input.Change", "material"), ("Input.WhatChanged", "Updates are tested together."), ("Input.Read", "true"));
        await lead.SendAsync("/projects/closed-later/agreements/telemetry", ("Input.Agreed", "true"));
        await lead.SendAsync("/projects/closed-later/agreements/telemetry", "?handler=Withdraw", ("Input.Reason", "The work moved."), ("Input.Sure", "true"));
        await operatorAtWork.SendAsync(
            "/operations/holds", ("Input.Target", "cluster-access"), ("Input.Sentence", "Capacity freeze until the new nodes are there."), ("Input.Confirmed", "true"));
        await people[Coordinator].SendAsync("/review/stand-ins", ("Input.Login", "larsks"), ("Input.From", Today), ("Input.To", Today));
        await Host.ReadAsync(db => db.OutboxMessages.Where(message => message.Kind == AcceptAgreement.ReceiptMail).Take(1)
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Parked).SetProperty(message => message.LastError, new string('e', 300))));
    }

    private static string Today => TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("America/New_York")).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static AgreementText NextVersion(AgreementText text, string more) =>
        text with { Version = text.Version + 1, Text = $"{text.Text}\n{more}", Sha256 = TextHash.Of($"{text.Text}\n{more}") };

    private static async Task<string> RegisteredAsync(PortalClient lead, string slug)
    {
        await lead.RegisterAsync(slug);
        return slug;
    }
}
