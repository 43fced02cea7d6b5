using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.GitHub;

/// <summary>A portal that takes webhooks of the repository o/r, with issues of projects in it, and an operator who has signed in.</summary>
public sealed class GitHubScene : IAsyncDisposable
{
    public const string Secret = "a-secret-of-the-tests-0123456789";
    public const string Path = "/webhooks/github";

    /// <summary>GitHub logins with a role in the portal's settings, and one without.</summary>
    public const string Operator = "octo-operator";
    public const string Coordinator = "octo-coordinator";
    public const string Stranger = "octo-stranger";

    private readonly HttpClient gitHub = new();
    private readonly bool isFolder;
    private int deliveries;

    public GitHubScene()
        : this([])
    {
    }

    /// <param name="settings">More settings, such as those of a <see cref="GitHubStub"/>; without, issues are files.</param>
    /// <param name="prepareDatabase">Fills the database's file before the start.</param>
    /// <param name="more">What else one test needs of the host.</param>
    internal GitHubScene(Dictionary<string, string?> settings, Action<string>? prepareDatabase = null, Action<IWebHostBuilder>? more = null)
    {
        isFolder = !settings.ContainsKey("Deliveries:Issues");
        Portal = new(prepareDatabase ?? (_ => { }), configure: builder =>
        {
            builder.UseSetting("GitHub:Repository", "o/r");
            builder.UseSetting("GitHub:WebhookSecret", Secret);
            builder.UseSetting("Roles:Operators:1", $"github:{Operator}");
            builder.UseSetting("Roles:Coordinators:bill-burns:1", $"github:{Coordinator}");
            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name, value);
            }

            more?.Invoke(builder);
        });
    }

    public PortalApp Portal { get; }

    public DateTime Now => Portal.Clock.GetUtcNow().UtcDateTime;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        gitHub.Dispose();
        await Portal.DisposeAsync();
    }

    /// <summary>A project whose issue is open.</summary>
    /// <returns>Its lead and the issue's number.</returns>
    public async Task<(Visitor Lead, int Number)> OpenAsync(string slug)
    {
        await Portal.SignInAsync("operator");
        var lead = await Portal.LeadAsync(slug);
        foreach (var agreement in new[] { "telemetry", "commitment" })
        {
            await lead.PostAsync($"/projects/{slug}/agreements/{agreement}", ("Input.Agreed", "true"));
        }

        await DeliverAllAsync();
        return (lead, (await IssueAsync(slug)).Number ?? 0);
    }

    public Task<TrackingIssue> IssueAsync(string slug) => Portal.ReadAsync(db => (
        from issue in db.TrackingIssues.AsNoTracking()
        join project in db.Set<OperateFirst.Portal.Projects.Project>() on issue.ProjectId equals project.Id
        where project.Slug == slug
        select issue).SingleAsync(Cancel));

    public async Task<List<LedgerEntry>> EntriesAsync(string slug, string kind)
    {
        var chain = PortalLedger.ChainOf((await IssueAsync(slug)).ProjectId);
        return await Portal.ReadAsync(db => db.LedgerEntries.AsNoTracking().Where(entry => entry.Chain == chain && entry.Kind == kind).ToListAsync(Cancel));
    }

    /// <summary>E-mails to operators about a project's issue, promised or sent.</summary>
    public async Task<List<OutboxMessage>> NoticesAsync(string slug)
    {
        var project = (await IssueAsync(slug)).ProjectId;
        return await Portal.ReadAsync(db => db.OutboxMessages.AsNoTracking().Where(message => message.ProjectId == project && message.Kind == IssueEvents.ChangedMail).ToListAsync(Cancel));
    }

    public async Task DeliverAllAsync()
    {
        while (await Portal.DeliverAsync() > 0)
        {
        }
    }

    public JsonObject IssueEvent(string action, int number, string sender, string body = "") => new()
    {
        ["action"] = action,
        ["issue"] = new JsonObject
        {
            ["number"] = number,
            ["state"] = action == "closed" ? "closed" : "open",
            ["body"] = body,
            ["html_url"] = isFolder ? Portal.Services.GetRequiredService<PortalAddress>().Of($"/deliveries/issue-{number:0000}.md") : $"https://github.example.org/o/r/issues/{number}",
            ["updated_at"] = GitHubStub.Iso(Now),
            ["user"] = new JsonObject { ["login"] = GitHubStub.Bot },
        },
        ["repository"] = new JsonObject { ["full_name"] = "o/r" },
        ["sender"] = new JsonObject { ["login"] = sender },
    };

    public JsonObject CommentEvent(string action, int number, string login, string body, long id)
    {
        var told = IssueEvent(action, number, login);
        told["comment"] = new JsonObject
        {
            ["id"] = id,
            ["body"] = body,
            ["html_url"] = $"https://github.example.org/o/r/issues/{number}#issuecomment-{id}",
            ["user"] = new JsonObject { ["login"] = login },
            ["created_at"] = GitHubStub.Iso(Now),
            ["updated_at"] = GitHubStub.Iso(Now),
        };
        return told;
    }

    /// <summary>Delivers an event as GitHub does, and lets the clock's round work through it.</summary>
    public async Task TellAsync(string kind, JsonObject told)
    {
        Assert.Equal(202, (await SendAsync(kind, told.ToJsonString())).Status);
        await Portal.TickAsync();
    }

    /// <param name="delivery">Null: a new one.</param>
    /// <param name="signed">What is signed, where that is not the body.</param>
    /// <param name="signature">The whole header, where it is not the right one; empty: none.</param>
    public async Task<(int Status, string Text)> SendAsync(
        string kind, string body, string? delivery = null, string? signed = null, string? signature = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Portal.ClientOptions.BaseAddress, Path)) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        // A body that is refused unread is not sent, else the answer could be lost with the connection.
        request.Headers.ExpectContinue = body.Length > 1024 * 1024;
        request.Headers.Add("X-GitHub-Event", kind);
        request.Headers.Add("X-GitHub-Delivery", delivery ?? $"00000000-0000-0000-0000-{++deliveries:000000000000}");
        signature ??= $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed ?? body)))}";
        if (signature.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);
        }

        using var response = await gitHub.SendAsync(request, Cancel);
        Assert.False(response.Headers.Contains("Set-Cookie"), "A webhook gets no cookie.");
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }
}
