using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Meetings;

namespace OperateFirst.Portal.Invitations;

/// <summary>
/// What the content file changed about a series is told to all who are invited. Looks at the invites of other series than today's alone;
/// where two processes do it at once, one wins at each invite.
/// </summary>
internal sealed class KeepSeriesInStep(PortalDbContext db, PortalLedger ledger, PortalContent content, Occurrences occurrences) : IClockJob
{
    private const int Batch = 50;

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        for (var name = await MeetingAfterAsync("", cancel); name is not null; name = await MeetingAfterAsync(name, cancel))
        {
            var meeting = content.Meetings.FirstOrDefault(candidate => candidate.Name == name);
            var series = meeting is null ? null : SeriesNow.Of(meeting, content, occurrences, now);
            var behind = await BehindAsync(name, series?.Fingerprint ?? SeriesFingerprint.Gone, cancel);
            if (behind.Count > 0)
            {
                return await BringAsync(behind, series, now, cancel);
            }
        }

        return 0;
    }

    /// <summary>The next meeting with an invite out: one step in the index for each, however many invites there are.</summary>
    private Task<string?> MeetingAfterAsync(string name, CancellationToken cancel) => db.IssuedInvites
        .Where(invite => invite.State == InviteState.Issued && invite.Meeting.CompareTo(name) > 0)
        .OrderBy(invite => invite.Meeting).Select(invite => (string?)invite.Meeting).FirstOrDefaultAsync(cancel);

    // Below and above, because "other than" would read the whole index.
    private async Task<List<Guid>> BehindAsync(string meeting, string fingerprint, CancellationToken cancel)
    {
        var active = db.IssuedInvites.Where(invite => invite.State == InviteState.Issued && invite.Meeting == meeting);
        var below = active.Where(invite => invite.SeriesFingerprint.CompareTo(fingerprint) < 0);
        var above = active.Where(invite => invite.SeriesFingerprint.CompareTo(fingerprint) > 0);
        var found = await below.OrderBy(invite => invite.SeriesFingerprint).Take(Batch).Select(invite => invite.Id).ToListAsync(cancel);
        return found.Count > 0
            ? found
            : await above.OrderBy(invite => invite.SeriesFingerprint).Take(Batch).Select(invite => invite.Id).ToListAsync(cancel);
    }

    // Each in a save of its own: what cannot be saved holds up no other project.
    private async Task<int> BringAsync(List<Guid> ids, SeriesNow? series, DateTime now, CancellationToken cancel)
    {
        var done = 0;
        foreach (var id in ids)
        {
            db.ChangeTracker.Clear();
            if (await db.IssuedInvites.SingleOrDefaultAsync(invite => invite.Id == id && invite.State == InviteState.Issued, cancel) is not { } invite)
            {
                continue;
            }

            Bring(invite, series, new InviteRecords(db, ledger, now));
            try
            {
                await db.SaveChangesAsync(cancel);
                done++;
            }
            catch (DbUpdateException failure) when (failure is DbUpdateConcurrencyException || db.IsUniqueViolation(failure))
            {
                // Somebody else changed the invite, or wrote to the project's history, at the same moment: the next round looks again.
            }
        }

        db.ChangeTracker.Clear();
        return done;
    }

    private static void Bring(IssuedInvite invite, SeriesNow? series, InviteRecords records)
    {
        if (series?.FirstDate is null)
        {
            records.Cancel(invite, InviteActor.Portal, series is null ? "The meeting no longer takes place." : "The series has ended.");
            return;
        }

        var difference = series.DifferenceTo(invite.Snapshot);
        var snapshot = series.SnapshotAfter(invite.Snapshot, invite.Snapshot.Attendees);
        if (difference.Series.Count > 0)
        {
            var sentence = string.Join(' ', difference.Series);
            invite.Advance(snapshot, series.Fingerprint);
            records.Promise(invite, snapshot, CalendarInvite.Request, InviteCauses.Series, InviteActor.Portal, sentence);
            records.Record(invite, InviteEvents.Updated, InviteActor.Portal, sentence);
            return;
        }

        foreach (var date in difference.Dates)
        {
            invite.Advance(snapshot, series.Fingerprint);
            var method = date.Change is { IsCancelled: true } ? CalendarInvite.Cancel : CalendarInvite.Request;
            records.Promise(invite, snapshot, method, InviteCauses.Date, InviteActor.Portal, date.Sentence, date.Date);
            records.Record(invite, InviteEvents.Updated, InviteActor.Portal, date.Sentence);
        }

        if (difference.Dates.Count == 0)
        {
            invite.See(snapshot, series.Fingerprint);
        }
    }
}
