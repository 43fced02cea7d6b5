using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Reminders;

/// <summary>
/// Reminds contacts, and after a while those who stand in, of requests that wait: gathers what is due into one digest a person,
/// batch by batch, and promises the e-mails once nothing more is due. A request is looked at only when its time has come.
/// </summary>
internal sealed class DigestJob(PortalDbContext db, PortalLedger ledger, PortalContent content, BusinessDays days, DigestReaders readers) : IClockJob
{
    // Each is about a project whose progress is computed anew in the same save, in which others wait for their turn to write.
    private const int Batch = 10;

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        var today = NewYork.DayOf(now);
        if (!days.IsBusinessDay(today) || now < NewYork.Utc(today, ReminderMarks.Hour))
        {
            return 0;
        }

        var due = await db.InvitationRequests.Where(request => request.RemindAtUtc <= now).OrderBy(request => request.RemindAtUtc).Take(Batch).ToListAsync(cancel);
        var done = due.Count > 0 ? await GatherAsync(due, today, now, cancel) : await PromiseAsync(today, now, cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException failure) when (failure is DbUpdateConcurrencyException || db.IsUniqueViolation(failure))
        {
            // A person or another process was faster with one of them: the next round looks at what is left.
            return 0;
        }

        return done;
    }

    private async Task<int> GatherAsync(List<InvitationRequest> due, DateOnly today, DateTime now, CancellationToken cancel)
    {
        var projects = due.Select(request => request.ProjectId).Distinct().ToList();
        var standings = await db.ProjectProgress.AsNoTracking().Where(progress => projects.Contains(progress.ProjectId))
            .Select(progress => new { progress.ProjectId, progress.IsClosed, progress.CommitmentStanding })
            .ToDictionaryAsync(progress => progress.ProjectId, cancel);
        var pauses = await db.PausesOfAsync(due, cancel);
        foreach (var request in due)
        {
            var standing = standings[request.ProjectId];
            if (request.State != InvitationState.Waiting)
            {
                request.LookAgain(InvitationRequest.Never);
            }
            else if (standing.IsClosed)
            {
                request.ProjectClosed();
            }
            else if (content.FindInvitationTarget(request.Target) is { AfterCommitment: true } && !AgreementStandings.Counts(standing.CommitmentStanding))
            {
                request.Block(now);
            }
            else
            {
                await LookAsync(request, pauses.AgeOf(request, days, now), today, cancel);
            }
        }

        return due.Count;
    }

    private async Task LookAsync(InvitationRequest request, int age, DateOnly today, CancellationToken cancel)
    {
        var mark = ReminderMarks.ReachedAt(age);
        if (mark > request.RemindedMark)
        {
            var people = (await readers.OfAsync(request.Contact, today, cancel)).Where(reader => !reader.StandsIn || mark >= ReminderMarks.WithStandIns).ToList();
            if (await GatheringAsync(people, today, cancel) is not { } digests)
            {
                // The day's digest has left: this one is for the next.
                request.LookAgain(NewYork.Utc(days.After(today, 1), ReminderMarks.Hour));
                return;
            }

            digests.ForEach(digest => db.ReminderItems.Add(digest.Add(request.Id)));
            request.Reminded(mark);
            Record(request, age, people);
        }

        request.LookAgain(NewYork.Utc(days.After(today, Math.Max(1, ReminderMarks.After(request.RemindedMark) - age)), ReminderMarks.Hour));
    }

    /// <returns>One for each of the people; null where one of them has left already.</returns>
    private async Task<List<ReminderDigest>?> GatheringAsync(List<ContactReader> people, DateOnly today, CancellationToken cancel)
    {
        var digests = new List<ReminderDigest>();
        foreach (var person in people)
        {
            var digest = db.ReminderDigests.Local.FirstOrDefault(candidate => candidate.Recipient == person.Key && (candidate.Day == today || candidate.PromisedAtUtc is null))
                ?? await db.ReminderDigests.Where(candidate => candidate.Recipient == person.Key && (candidate.Day == today || candidate.PromisedAtUtc == null))
                    .OrderBy(candidate => candidate.Day).FirstOrDefaultAsync(cancel);
            if (digest is { PromisedAtUtc: not null })
            {
                return null;
            }

            if (digest is null)
            {
                digest = ReminderDigest.For(person, today);
                db.ReminderDigests.Add(digest);
            }

            digests.Add(digest);
        }

        return digests;
    }

    private void Record(InvitationRequest request, int age, List<ContactReader> people) => ledger.Record(request.ProjectId, InvitationEvents.Reminded, null, new JsonObject
    {
        ["request"] = request.Id.ToString("N"),
        ["target"] = request.Target,
        ["title"] = content.FindInvitationTarget(request.Target)?.Title ?? request.Target,
        ["people"] = string.Join(" and ", people.Select(person => person.Name)),
        ["days"] = age,
    });

    private async Task<int> PromiseAsync(DateOnly today, DateTime now, CancellationToken cancel)
    {
        var ready = await db.ReminderDigests.Where(digest => digest.PromisedAtUtc == null).OrderBy(digest => digest.PromisedAtUtc).Take(Batch).ToListAsync(cancel);
        foreach (var digest in ready)
        {
            digest.Promise(today, now);
            db.Enqueue(
                new MessageDraft(ReminderDigest.Mail, null, digest.Id, $"Reminder of requests that wait, to {digest.Name}")
                {
                    Recipient = digest.Email,
                    RecipientName = digest.Name,
                    OrderKey = $"digest/{digest.Id:N}",
                },
                now);
        }

        return ready.Count;
    }
}
