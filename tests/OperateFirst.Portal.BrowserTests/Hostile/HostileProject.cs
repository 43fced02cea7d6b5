using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.BrowserTests.Hostile;

/// <summary>A project whose people, coordinators and operators all type what <see cref="Corpus"/> has, into every field that keeps text.</summary>
/// <param name="together">As many payloads in each long field as have room, so that one project holds them all; else one in each field.</param>
internal sealed class HostileProject(PortalHost host, int number, bool together)
{
    private int next;

    public string Slug { get; } = $"hostile-{number}";

    public IReadOnlyList<Guid> Requests { get; private set; } = [];

    /// <summary>The message that was given up with a sentence.</summary>
    public Guid GivenUp { get; private set; }

    /// <param name="lead">Signed in under a name of the corpus.</param>
    public async Task FillAsync(PortalClient lead, PortalClient coordinator, PortalClient roomKeeper, PortalClient operating)
    {
        var home = $"/projects/{Slug}";
        await lead.SendAsync("/projects/new?want=onboard", Details(1));
        await lead.SendAsync($"{home}/edit", Details(6));
        await lead.AcceptBothAsync(Slug);
        await lead.AskAsync(Slug, "coordination", ("Input.Attendees[0].Name", Text(11)), ("Input.Attendees[0].Email", "o'+{7*7}+`@example.org"), ("Input.Note", Text(12, 500)));
        await lead.AskAsync(Slug, "chat-room", ("Input.Note", Text(13, 500)));
        Requests = await host.ReadAsync(db => db.InvitationRequests
            .Where(request => db.Set<Projects.Project>().Any(project => project.Id == request.ProjectId && project.Slug == Slug))
            .OrderBy(request => request.RequestedAtUtc).ThenBy(request => request.Id).Select(request => request.Id).ToListAsync());
        await coordinator.SendAsync($"/review/{Requests[0]}", ("Input.Decision", "change"), ("Input.Reason", Text(14, 1000)));
        await lead.AskAsync(Slug, "coordination", ("Input.Attendees[0].Name", Text(15)), ("Input.Attendees[0].Email", "sally@example.org"), ("Input.Note", Text(16, 500)));
        await coordinator.SendAsync($"/review/{Requests[0]}", ("Input.Decision", "approve"), ("Input.Reason", Text(17, 1000)));
        await roomKeeper.SendAsync($"/review/{Requests[1]}", ("Input.Decision", "decline"), ("Input.Reason", Text(18, 1000)));
        await lead.SendAsync($"{home}/agreements/telemetry", "?handler=Withdraw", ("Input.Reason", Text(19, 1000)), ("Input.Sure", "true"));
        await operating.SendAsync($"/operations/projects/{Slug}/lead", ("Input.Login", $"newcomer-{number}"), ("Input.Reason", Text(20, 500)));
        await operating.SendAsync("/operations/holds", ("Input.Target", "sprint-planning"), ("Input.Sentence", Text(22)), ("Input.Confirmed", "true"));
    }

    /// <summary>The pause of this project's turn; the next needs the kind free.</summary>
    public async Task EndHoldAsync(PortalClient operating)
    {
        var hold = await host.ReadAsync(db => db.Holds.Where(candidate => candidate.EndedAtUtc == null).Select(candidate => candidate.Id).SingleAsync());
        await operating.SendAsync("/operations/holds", "?handler=End", ("hold", hold.ToString()));
    }

    public Task CloseAsync(PortalClient operating) => operating.SendAsync($"/operations/projects/{Slug}/close", ("Input.Reason", Text(23, 1000)));

    /// <summary>Once all is delivered: nothing fails in the folder, so a message is made to look as if.</summary>
    public async Task GiveUpAsync(PortalClient operating)
    {
        GivenUp = await host.ReadAsync(db => db.OutboxMessages
            .Where(message => db.Set<Projects.Project>().Any(project => project.Id == message.ProjectId && project.Slug == Slug)).OrderBy(message => message.Id).Select(message => message.Id).FirstAsync());
        await host.ReadAsync(db => db.OutboxMessages.Where(message => message.Id == GivenUp)
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Parked).SetProperty(message => message.LastError, Text(24))));
        await operating.SendAsync($"/operations/deliveries/{GivenUp}", "?handler=GiveUp", ("Input.Reason", Text(21, 500)));
    }

    /// <summary>Once the issue is there: what GitHub tells that an operator wrote on it.</summary>
    public async Task CommentAsync()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var issue = await host.ReadAsync(db => db.TrackingIssues
            .Where(candidate => db.Set<Projects.Project>().Any(project => project.Id == candidate.ProjectId && project.Slug == Slug)).Select(candidate => candidate.Number).SingleAsync());
        var at = new DateTime(2026, 10, 20, 9, 0, 0, DateTimeKind.Utc);
        var seen = new CommentSeen(issue ?? 0, number + 1, PortalHost.GitHubOperator, at) { Body = Text(25, Corpus.Longest * 100), Url = Address(26), WrittenAtUtc = at };
        await scope.ServiceProvider.GetRequiredService<NoteIssueComment>().RunAsync(seen, CancellationToken.None);
    }

    private (string Name, string Value)[] Details(int place) =>
    [
        ("Input.Name", Text(place)), ("Input.Slug", Slug), ("Input.Description", Text(place + 1, 2000)), ("Input.RepositoryUrl", Address(place + 2)),
        ("Input.DocumentationUrl", Address(place + 3)), ("Input.ContactEmail", "'+{{7*7}}+`@example.org"),
    ];

    // The end keeps a name from looking like a template's placeholder.
    private string Text(int place) => $"{Corpus.At(number, place)} x";

    private string Text(int place, int room)
    {
        if (!together)
        {
            return Text(place);
        }

        var text = new StringBuilder();
        while (text.Length + Corpus.Longest + 3 <= room)
        {
            text.Append(Corpus.Typed[next++ % Corpus.Typed.Count]).Append(" x ");
        }

        return text.ToString().Trim();
    }

    private string Address(int place) => $"https://example.org/{string.Concat(Corpus.At(number, place).Where(c => !char.IsWhiteSpace(c)))}";
}
