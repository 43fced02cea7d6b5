using System.Globalization;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>A project asks to be let into a meeting or a room. One contact decides.</summary>
public sealed class InvitationRequest
{
    public const int MostAttendees = 5;
    public const int NoteLength = 500;

    /// <summary>Where no reminder can become due.</summary>
    public static readonly DateTime Never = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly TimeSpan BetweenNudges = TimeSpan.FromDays(7);

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

    /// <summary>Since when it waited for the answer it has, its place in line should the answer be taken back; null in rows from before this was kept.</summary>
    public DateTime? WaitedSinceUtc { get; private set; }

    public required DateTime RequestedAtUtc { get; init; }

    public required Guid RequestedById { get; init; }

    public required string RequestedByName { get; init; }

    public string Note { get; private set; } = "";

    /// <summary>The sentence of the decision, or empty.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Who decided; empty while nobody has.</summary>
    public string DecidedByName { get; private set; } = "";

    /// <summary>Name of the contact for whom who decided stood in; else empty.</summary>
    public string DecidedForName { get; private set; } = "";

    /// <summary>True where the project was closed while the request was open: it waits for nobody any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Since when the project lacks what this meeting asks of it, so that the request waits for the project; null where it does not.</summary>
    public DateTime? BlockedSinceUtc { get; private set; }

    /// <summary>Business days of earlier such times since it waits.</summary>
    public int BlockedDays { get; private set; }

    /// <summary>The age in business days for which the contact was reminded last; 0 for none.</summary>
    public int RemindedMark { get; private set; }

    /// <summary>When the clock of reminders looks at it next. The default of old rows lies in the past: it looks at each of them once.</summary>
    public DateTime RemindAtUtc { get; private set; }

    public DateTime? NudgedAtUtc { get; private set; }

    /// <summary>Raised with every change: a decision about a text that has changed meanwhile does not pass.</summary>
    public int Version { get; private set; }

    /// <summary>The lead first, then up to five more.</summary>
    public IReadOnlyList<Attendee> Attendees => attendees;

    public bool IsDecided => State is InvitationState.Approved or InvitationState.ChangesAsked or InvitationState.Declined;

    /// <summary>Who decided, in a sentence that goes on: "Lars Kellogg-Stedman, standing in for Bill Burns,".</summary>
    public string Decider => DeciderOf(DecidedByName, DecidedForName);

    /// <param name="forName">Empty where nobody was stood in for.</param>
    public static string DeciderOf(string byName, string forName) => forName.Length == 0 ? byName : $"{byName}, standing in for {forName},";

    /// <summary>When the project may nudge again; null where it may now.</summary>
    public DateTime? NextNudgeUtc(DateTime now) => NudgedAtUtc + BetweenNudges is { } next && next > now ? next : null;

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
        };
        request.BeginToWait(now);
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
            BeginToWait(now);
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

        (State, SinceUtc, RemindAtUtc, BlockedSinceUtc) = (InvitationState.Withdrawn, now, Never, null);
        Version++;
    }

    /// <summary>The project leaves what it was let into, or asked for.</summary>
    internal void Leave(DateTime now)
    {
        (State, SinceUtc, RemindAtUtc, BlockedSinceUtc) = (InvitationState.Withdrawn, now, Never, null);
        Version++;
    }

    /// <param name="seenVersion">Of the request as the coordinator saw it: a decision is about what was read.</param>
    internal void Decide(InvitationState decision, string reason, Decider by, int seenVersion, DateTime now)
    {
        if (State != InvitationState.Waiting)
        {
            throw new RuleBrokenException(State == InvitationState.Withdrawn
                ? "The request was withdrawn meanwhile, so there is nothing to decide. Nothing was sent."
                : $"{Decider} has decided this request already. The page below shows how; nothing was sent twice.");
        }

        if (Version != seenVersion)
        {
            throw new RuleBrokenException("The request was changed after you opened this page. Read it again below, then decide.");
        }

        WaitedSinceUtc = SinceUtc;
        (State, SinceUtc, Reason, DecidedByName, DecidedForName) = (decision, now, reason, by.Name, by.StandsInFor);
        (RemindAtUtc, BlockedSinceUtc) = (Never, null);
        Version++;
    }

    /// <summary>Takes the answer back: the request waits again, in its old place in line.</summary>
    /// <param name="seenVersion">Of the request as it was shown.</param>
    internal void Undo(int seenVersion, DateTime now)
    {
        if (!IsDecided)
        {
            throw new RuleBrokenException(State == InvitationState.Withdrawn
                ? "The project withdrew the request meanwhile, so there is no answer to take back. Nothing was sent."
                : "This request waits already: the project changed it meanwhile, or the answer was taken back. Nothing was sent.");
        }

        if (Version != seenVersion)
        {
            throw new RuleBrokenException("The answer was changed after you opened this page. Read it below, then take it back if it is still wrong.");
        }

        (State, SinceUtc, Reason, DecidedByName, DecidedForName) = (InvitationState.Waiting, WaitedSinceUtc ?? RequestedAtUtc, "", "", "");
        RemindAtUtc = now;
        Version++;
    }

    internal void Nudge(DateTime now)
    {
        if (State != InvitationState.Waiting)
        {
            throw new RuleBrokenException("This request does not wait for an answer any more, so there is nobody to remind. The page below is up to date.");
        }

        if (NextNudgeUtc(now) is { } next)
        {
            throw new RuleBrokenException($"A reminder was sent already, and one a week is enough. The next is possible on {next.ToString("dddd d MMMM, HH:mm", CultureInfo.InvariantCulture)} UTC.");
        }

        NudgedAtUtc = now;
    }

    /// <summary>The project lacks what the meeting asks of it: the clock stops, and the contact has nothing to do.</summary>
    internal void Block(DateTime now) => (BlockedSinceUtc, RemindAtUtc) = (now, Never);

    /// <param name="days">Business days it was blocked, less those that a hold took.</param>
    internal void Unblock(int days, DateTime now) => (BlockedSinceUtc, BlockedDays, RemindAtUtc) = (null, BlockedDays + days, now);

    internal void ProjectClosed() => (IsClosed, RemindAtUtc) = (true, Never);

    internal void Reminded(int mark) => RemindedMark = mark;

    internal void LookAgain(DateTime at) => RemindAtUtc = at;

    private void BeginToWait(DateTime now)
    {
        (State, SinceUtc, Reason, DecidedByName, DecidedForName) = (InvitationState.Waiting, now, "", "", "");
        (BlockedSinceUtc, BlockedDays, RemindedMark, RemindAtUtc) = (null, 0, 0, now);
    }

    private void Apply(Attendee lead, InvitationDetails details)
    {
        Note = details.Note;
        attendees.Add(lead);
        attendees.AddRange(details.Attendees.Where(attendee => !attendee.Email.Equals(lead.Email, StringComparison.OrdinalIgnoreCase)));
    }
}
