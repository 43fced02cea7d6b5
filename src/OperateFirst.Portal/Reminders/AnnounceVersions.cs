using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Reminders;

/// <summary>Tells the leads of each project that accepted an earlier version, batch by batch, each batch in one commit with the mark that says how far it came.</summary>
internal sealed class AnnounceVersions(PortalDbContext db) : IClockJob
{
    private const int Batch = 50;

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        var announcement = await db.TextAnnouncements.Where(candidate => candidate.FinishedAtUtc == null)
            .OrderBy(candidate => candidate.Id).FirstOrDefaultAsync(cancel);
        if (announcement is null)
        {
            return 0;
        }

        var isTelemetry = announcement.Agreement == AgreementNames.Telemetry;
        var upTo = announcement.ToldUpTo;
        var projects = await db.ProjectProgress.AsNoTracking()
            .Where(progress => progress.ProjectId > upTo)
            .OrderBy(progress => progress.ProjectId)
            .Take(Batch)
            .Select(progress => new { progress.ProjectId, progress.IsClosed, Standing = isTelemetry ? progress.TelemetryStanding : progress.CommitmentStanding })
            .ToListAsync(cancel);
        if (projects is [.., var last])
        {
            announcement.MoveTo(last.ProjectId);
        }

        if (projects.Count < Batch)
        {
            announcement.Finish(now);
        }

        Guid[] told = [.. projects
            .Where(project => !project.IsClosed && project.Standing is (AgreementStandings.Accepted or AgreementStandings.Outdated or AgreementStandings.Overdue))
            .Select(project => project.ProjectId)];
        foreach (var (project, lead) in (await db.LeadAddressesAsync(told, cancel)).SelectMany(group => group.Select(lead => (group.Key, lead))))
        {
            db.Enqueue(
                new MessageDraft(TextAnnouncement.Mail, project, announcement.Id, $"Notice to {lead.Name}: version {announcement.Number} of the {announcement.Agreement} agreement")
                {
                    Recipient = lead.Email,
                    RecipientName = lead.Name,
                },
                now);
        }

        await db.SaveChangesAsync(cancel);
        return 1;
    }
}
