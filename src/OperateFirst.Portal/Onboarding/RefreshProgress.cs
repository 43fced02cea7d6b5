using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Onboarding;

/// <summary>Computes anew the progress of projects for which a date passed, or something changed for all: a hold, a published text.</summary>
internal sealed class RefreshProgress(PortalDbContext db) : IClockJob
{
    private const int Batch = 50;

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        var due = await db.ProjectProgress.Where(progress => progress.RefreshAtUtc <= now)
            .OrderBy(progress => progress.RefreshAtUtc).Take(Batch).ToListAsync(cancel);
        if (due.Count > 0)
        {
            due.ForEach(progress => progress.Refresh());
            await db.SaveChangesAsync(cancel);
        }

        return due.Count;
    }
}
