using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>A project asks to be let into a meeting or a room. One contact decides.</summary>
public sealed class InvitationRequest
{
    public const int MostAttendees = 5;
    public const int NoteLength = 500;

    private readonly List<Attendee> attendees = [];

    private InvitationRequest()
    {
    }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public required Guid ProjectId { get; init; }

    /// <summary>Name of the meeting or room in the content file.</summary>
    public required string Target { get; init; }

    /// <summary>Key of the contact who decides.</summary>
    public required string Contact { get; init; }

    public InvitationState State { get; private set; }

    /// <summary>Since when the state holds.</summary>
    public DateTime SinceUtc { get; private set; }

    public required DateTime RequestedAtUtc { get; init; }

    public required Guid RequestedById { get; init; }

    public required string RequestedByName { get; init; }

    public string Note { get; private set; } = "";

    /// <summary>The sentence of the decision, or empty.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Who decided; empty while nobody has.</summary>
    public string DecidedByName { get; private set; } = "";

    /// <summary>Raised with every change: a decision about a text that has changed meanwhile does not pass.</summary>
    public int Version { get; private set; }

    /// <summary>The lead first, then up to five more.</summary>
    public IReadOnlyList<Attendee> Attendees => attendees;

    public bool IsOpen => State is InvitationState.Waiting or InvitationState.ChangesAsked;

    internal static InvitationRequest Of(
        Project project, InvitationTarget target, Guid accountId, string accountName, Attendee lead, InvitationDetails details, DateTime now)
    {
        project.RefuseIfClosed();
        var request = new InvitationRequest
        {
            ProjectId = project.Id,
            Target = target.Name,
            Contact = target.Contact.Key,
            RequestedAtUtc = now,
            RequestedById = accountId,
            RequestedByName = accountName,
            SinceUtc = now,
        };
        request.Apply(lead, details);
        return request;
    }

    /// <summary>New attendees or note; after a coordinator asked for changes the request waits for them again.</summary>
    internal void Change(Attendee lead, InvitationDetails details, DateTime now)
    {
        if (!IsOpen)
        {
            throw new RuleBrokenException("This request was decided or withdrawn meanwhile, so it cannot be changed any more. The page below is up to date.");
        }

        if (State == InvitationState.ChangesAsked)
        {
            (State, SinceUtc, Reason, DecidedByName) = (InvitationState.Waiting, now, "", "");
        }

        attendees.Clear();
        Apply(lead, details);
        Version++;
    }

    internal void Withdraw(DateTime now)
    {
        if (!IsOpen)
        {
            throw new RuleBrokenException("This request was decided or withdrawn meanwhile. The page below is up to date.");
        }

        (State, SinceUtc) = (InvitationState.Withdrawn, now);
        Version++;
    }

    /// <summary>The project leaves what it was let into, or asked for.</summary>
    internal void Leave(DateTime now)
    {
        (State, SinceUtc) = (InvitationState.Withdrawn, now);
        Version++;
    }

    /// <param name="seenVersion">Of the request as the coordinator saw it: a decision is about what was read.</param>
    internal void Decide(InvitationState decision, string reason, string coordinator, int seenVersion, DateTime now)
    {
        if (State != InvitationState.Waiting)
        {
            throw new RuleBrokenException(State == InvitationState.Withdrawn
                ? "The request was withdrawn meanwhile, so there is nothing to decide. Nothing was sent."
                : $"{DecidedByName} has decided this request already. The page below shows how; nothing was sent twice.");
        }

        if (Version != seenVersion)
        {
            throw new RuleBrokenException("The request was changed after you opened this page. Read it again below, then decide.");
        }

        (State, SinceUtc, Reason, DecidedByName) = (decision, now, reason, coordinator);
        Version++;
    }

    private void Apply(Attendee lead, InvitationDetails details)
    {
        Note = details.Note;
        attendees.Add(lead);
        attendees.AddRange(details.Attendees.Where(attendee => !attendee.Email.Equals(lead.Email, StringComparison.OrdinalIgnoreCase)));
    }
}

public enum InvitationState
{
    Waiting,
    ChangesAsked,
    Approved,
    Declined,
    Withdrawn,
}

/// <summary>Somebody to invite. Seen by the coordinator and the project's people only.</summary>
public sealed record Attendee(string Name, string Email);
