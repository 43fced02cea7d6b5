using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Review;

/// <summary>What projects, operators and time do before a test about requests begins.</summary>
internal static class Scene
{
    public static async Task RegisterAsync(this Visitor lead, string slug, string? name = null)
    {
        var answer = await lead.PostAsync(
            "/projects/new?want=onboard",
            ("Input.Name", name ?? slug),
            ("Input.Slug", slug),
            ("Input.Description", "Initial work on deploying it"),
            ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
            ("Input.ContactEmail", "lead@example.org"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    public static async Task AskAsync(this Visitor lead, string slug, string target = "coordination")
    {
        var answer = await lead.PostAsync($"/projects/{slug}/invitations/{target}");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    public static async Task AcceptAsync(this Visitor lead, string slug, string agreement = "commitment") =>
        await lead.PostAsync($"/projects/{slug}/agreements/{agreement}", ("Input.Agreed", "true"));

    /// <summary>Accepts the commitment anew, by a form as the page sends it.</summary>
    public static Task AcceptAgainAsync(Visitor lead, string slug) =>
        lead.PostAsync($"/projects/{slug}/agreements/commitment", ("Input.Agreed", "true"));

    /// <summary>The page of a project's newest request.</summary>
    public static async Task<string> RequestPageAsync(this PortalApp portal, string slug, string target = "coordination")
    {
        var id = await portal.ReadAsync(db =>
        {
            var projects = db.Projects;
            return db.InvitationRequests.Where(request => request.Target == target && projects.Any(project => project.Id == request.ProjectId && project.Slug == slug))
                .OrderByDescending(request => request.RequestedAtUtc).Select(request => request.Id).FirstAsync();
        });
        return $"/review/{id}";
    }

    public static Task<int> CountAsync(this PortalApp portal, string mail) =>
        portal.ReadAsync(db => db.OutboxMessages.CountAsync(message => message.Kind == mail));

    /// <summary>Appoints larsks for Bill Burns.</summary>
    public static Task<HttpResponseMessage> AppointAsync(this Visitor bill, string from, string to, string login = "larsks") =>
        bill.PostAsync("/review/stand-ins", ("Input.Login", login), ("Input.From", from), ("Input.To", to));

    /// <summary>A hold as an operator starts it.</summary>
    public static Task<int> HoldAsync(this PortalApp portal, string target, DateTime from, DateTime? until) => portal.ReadAsync(db => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO "Holds" ("Id", "Target", "Sentence", "FromUtc", "UntilUtc", "StartedByName", "EndedByName")
        VALUES ({Guid.NewGuid()}, {target}, {"Capacity freeze."}, {from}, {until}, {"operator"}, {""})
        """));

    /// <summary>Takes the commitment back, by a form as the page sends it.</summary>
    public static Task WithdrawCommitmentAsync(Visitor lead, string slug) =>
        lead.PostAsync($"/projects/{slug}/agreements/commitment?handler=Withdraw", ("Input.Reason", "We stop."), ("Input.Sure", "true"));

    public static async Task<string> TextAsync(this HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    public static Task<List<string>> LedgerAsync(this PortalApp portal, string kind) =>
        portal.ReadAsync(db => db.LedgerEntries.Where(entry => entry.Kind == kind).OrderBy(entry => entry.AtUtc).Select(entry => entry.Body).ToListAsync());

    public static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
