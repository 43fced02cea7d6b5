using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>Calendar invites of a project, as its requests are decided. Adds to the save that is under way and never saves itself.</summary>
public sealed class MeetingInvites(
    PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, PortalAddress address, Occurrences occurrences, TimeProvider time)
{
    private InviteActor Actor => me.IsSignedIn ? new InviteActor(me.Id, me.Name, me.Name) : InviteActor.Portal;

    /// <summary>
    /// An approved request becomes an invite; where one is out already, the people of the request take the place of those invited so far.
    /// </summary>
    /// <param name="request">Approved, in this save.</param>
    /// <returns>False where there is nothing to put into a calendar: a room, or a series without a date to come. Then the answer has to be told another way.</returns>
    public async Task<bool> IssueAsync(Project project, InvitationRequest request, InvitationTarget? target, CancellationToken cancel)
    {
        var now = time.UtcNow();
        if (target?.Meeting is not { } meeting || SeriesNow.Of(meeting, content, occurrences, now) is not { FirstDate: { } first } series)
        {
            return false;
        }

        var people = request.Attendees.Select(person => new CalendarPerson(person.Name, person.Email)).ToList();
        var records = new InviteRecords(db, ledger, now);

        // The coordinator is known to all by name; of a stand-in only the login is.
        var actor = me.Coordinates.Contains(target.Contact.Key) ? Actor with { KnownAs = target.Contact.Name } : Actor;
        var active = await db.ActiveInvites(project.Id, meeting.Name).SingleOrDefaultAsync(cancel);
        if (active is not null)
        {
            ChangePeople(active, request, series, people, records, actor);
            return true;
        }

        var snapshot = InviteSnapshot.Of(meeting, first, series.Organizer, people);
        var invite = IssuedInvite.Issue(request, snapshot, series.Fingerprint, address.Host, now);
        db.IssuedInvites.Add(invite);
        records.Promise(invite, snapshot, CalendarInvite.Request, InviteCauses.Approved, actor);
        records.Record(invite, InviteEvents.Issued, actor);
        return true;
    }

    /// <summary>Takes the invite out of all calendars. Does nothing where none is out.</summary>
    /// <param name="why">A sentence for all who are invited; they may be no members of the project.</param>
    public async Task CancelAsync(Guid projectId, string meeting, string why, CancellationToken cancel)
    {
        if (await db.ActiveInvites(projectId, meeting).SingleOrDefaultAsync(cancel) is { } invite)
        {
            new InviteRecords(db, ledger, time.UtcNow()).Cancel(invite, Actor, why);
        }
    }

    /// <summary>The approval of <paramref name="request"/> is taken back: the people of the approval before it are invited again, or nobody is where there was none.</summary>
    public async Task TakeBackAsync(Project project, InvitationRequest request, InvitationTarget? target, string why, CancellationToken cancel)
    {
        var earlier = await db.RequestsFor(project.Id, request.Target)
            .Where(other => other.Id != request.Id && other.State == InvitationState.Approved).FirstOrDefaultAsync(cancel);
        var isOut = await db.ActiveInvites(project.Id, request.Target).AnyAsync(cancel);
        if (!isOut || earlier is null || !await IssueAsync(project, earlier, target, cancel))
        {
            await CancelAsync(project.Id, request.Target, why, cancel);
        }
    }

    private static void ChangePeople(
        IssuedInvite invite, InvitationRequest request, SeriesNow series, IReadOnlyList<CalendarPerson> people, InviteRecords records, InviteActor actor)
    {
        var before = invite.Snapshot;
        var snapshot = series.SnapshotAfter(before, people);
        invite.IsFor(request);
        invite.Advance(snapshot, series.Fingerprint);
        var joined = people.Where(person => !before.Names(person.Email)).ToList();
        var left = before.Attendees.Where(person => !snapshot.Names(person.Email)).ToList();

        // The content file may have changed a moment ago: this version tells that too.
        var difference = series.DifferenceTo(before);
        IEnumerable<string> sentences = [.. difference.Series, .. difference.Dates.Select(date => date.Sentence), People("Joined", joined), People("No longer invited", left)];
        records.Promise(
            invite, snapshot, CalendarInvite.Request, InviteCauses.People, actor, string.Join(' ', sentences.Where(sentence => sentence.Length > 0)));
        if (left.Count > 0)
        {
            records.Promise(invite, snapshot with { Attendees = left }, CalendarInvite.Cancel, InviteCauses.Removed, actor);
        }

        records.Record(invite, InviteEvents.Updated, actor, "Other people are invited.");
    }

    private static string People(string what, IReadOnlyList<CalendarPerson> people) =>
        people.Count == 0 ? "" : $"{what}: {string.Join(", ", people.Select(person => person.Name))}.";
}
