using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Mail;

/// <summary>A request for an invite as it stands when the e-mail about it is sent.</summary>
/// <param name="Invited">The people who are invited so far; none where the project is not in yet.</param>
internal sealed record RequestFacts(
    InvitationRequest Request, Project Project, InvitationTarget Target, int StepsDone, TrackingIssue? Issue, IReadOnlyList<Attendee> Invited)
{
    private static readonly string[] Numbers = ["no people", "one person", "two people", "three people", "four people", "five people", "six people"];

    /// <summary>"three people".</summary>
    public string People => Request.Attendees.Count < Numbers.Length
        ? Numbers[Request.Attendees.Count]
        : string.Create(CultureInfo.InvariantCulture, $"{Request.Attendees.Count} people");

    public Attendee Asker => Request.Attendees[0];

    /// <summary>Answers go to who asked, not to the portal.</summary>
    public MailPerson ReplyTo => new(Asker.Name, Asker.Email);

    public bool IsForDecision => Request.State == InvitationState.Waiting && !Project.IsClosed;

    /// <summary>What happened while the e-mail waited, for a delivery that is not made.</summary>
    public string NotSent => Project.IsClosed
        ? "Not sent: the project was closed meanwhile"
        : Request.State switch
        {
            InvitationState.Withdrawn => "Not sent: the request was withdrawn meanwhile",
            InvitationState.Waiting => "Not sent: the request waits again",
            _ => "Not sent: the request was answered meanwhile",
        };

    public IReadOnlyList<MailFact> Rows => [
        new MailFact("Project", string.Create(CultureInfo.InvariantCulture, $"{Project.Slug} ({StepsDone} of {Enum.GetValues<StepKind>().Length} steps done)")),
        new MailFact("To invite", [.. Request.Attendees.Select((person, i) => i == 0 ? $"{person.Name}, {AskerRole}, {person.Email}" : $"{person.Name}, {person.Email}")]),
        .. Invited.Count > 0 ? [new MailFact("Invited so far", [.. Invited.Select(person => $"{person.Name}, {person.Email}")])] : Array.Empty<MailFact>(),
        .. Request.Note.Length > 0 ? [new MailFact("Note", $"“{Request.Note}”")] : Array.Empty<MailFact>(),
    ];

    /// <summary>Name of who reads it in the contact's place; empty where the contact does.</summary>
    public string StandIn { get; init; } = "";

    public string GreetCoordinator => $"Hello {(StandIn.Length > 0 ? StandIn : Target.Contact.ShortName)},";

    public string WhyCoordinator =>
        $"You get this because you {(StandIn.Length > 0 ? $"stand in for {Target.Contact.Name}, who decides" : "decide")} who is invited to {Target.InSentence}. Answering this e-mail writes to {Asker.Name}.";

    private string AskerRole => Project.MemberOf(Request.RequestedById) is { IsLead: true } ? "project lead" : "project member";

    public MailLink Decide(PortalAddress address) => new("Decide on this request", address.Of($"/review/{Request.Id:N}"));

    public MailLink? IssueLink => Issue is { Number: { } number, Url.Length: > 0 }
        ? new MailLink(string.Create(CultureInfo.InvariantCulture, $"Public tracking issue #{number}"), Issue.Url)
        : null;

    /// <returns>Null where the content file no longer has the meeting or room.</returns>
    public static async Task<RequestFacts?> ReadAsync(PortalDbContext db, PortalContent content, Guid requestId, CancellationToken cancel)
    {
        var request = await db.InvitationRequests.AsNoTracking().SingleAsync(candidate => candidate.Id == requestId, cancel);
        var project = await db.Projects.AsNoTracking().Include(candidate => candidate.Members).SingleAsync(candidate => candidate.Id == request.ProjectId, cancel);
        var done = await db.ProjectProgress.AsNoTracking()
            .Where(progress => progress.ProjectId == project.Id).Select(progress => progress.DoneCount).SingleOrDefaultAsync(cancel);
        var issue = await db.TrackingIssues.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.ProjectId == project.Id, cancel);
        var invited = await db.InvitedAsync(project.Id, request.Target, cancel);
        return content.FindInvitationTarget(request.Target) is { } target
            ? new RequestFacts(request, project, target, done, issue, invited is null || invited.Id == request.Id ? [] : invited.Attendees)
            : null;
    }
}
