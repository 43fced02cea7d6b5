using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Reminders;

/// <summary>Reminds the leads of projects whose old acceptance ends soon.</summary>
internal sealed class RemindOfDeadlines(PortalDbContext db, PortalLedger ledger) : IClockJob
{
    private const int Batch = 20;

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        var due = await db.ProjectProgress.Where(progress => progress.RemindAtUtc <= now)
            .OrderBy(progress => progress.RemindAtUtc).Take(Batch).ToListAsync(cancel);
        if (due.Count == 0)
        {
            return 0;
        }

        var addresses = await db.LeadAddressesAsync([.. due.Select(progress => progress.ProjectId)], cancel);
        foreach (var progress in due)
        {
            foreach (var agreement in (await db.AgreementFactsAsync(progress.ProjectId, cancel)).Values)
            {
                await RemindAsync(progress.ProjectId, agreement, [.. addresses[progress.ProjectId]], now, cancel);
            }

            // Also where nothing was left to remind of: the save computes the row's next mark.
            progress.Refresh(reminded: true);
        }

        await db.SaveChangesAsync(cancel);
        return due.Count;
    }

    private async Task RemindAsync(Guid projectId, AgreementFact agreement, IReadOnlyList<LeadAddress> leads, DateTime now, CancellationToken cancel)
    {
        if (DeadlineMarks.NewestAt(agreement, now) is not { } mark || await db.DeadlineReminders.AnyAsync(
            earlier => earlier.ProjectId == projectId && earlier.Agreement == agreement.Name && earlier.Number == agreement.CurrentNumber && earlier.DaysBefore <= mark.DaysBefore, cancel))
        {
            return;
        }

        var reminder = DeadlineReminder.Of(projectId, agreement, mark, now);
        db.DeadlineReminders.Add(reminder);
        ledger.Record(projectId, AgreementEvents.Reminded, null, new JsonObject
        {
            ["agreement"] = agreement.Name,
            ["title"] = agreement.Title,
            ["version"] = agreement.CurrentNumber,
            ["who"] = string.Join(", ", leads.Select(lead => lead.Name)),
            ["days before"] = mark.DaysBefore,
        });
        foreach (var lead in leads)
        {
            db.Enqueue(
                new MessageDraft(DeadlineReminder.Mail, projectId, reminder.Id, $"Reminder to {lead.Name}: {agreement.Title}, version {agreement.CurrentNumber}")
                {
                    Recipient = lead.Email,
                    RecipientName = lead.Name,
                },
                now);
        }
    }
}
