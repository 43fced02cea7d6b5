using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Onboarding;

/// <summary>Computes anew the progress of projects for which a date passed, and of all after what happened to all: a hold, a published text.</summary>
internal sealed class RefreshProgress(PortalDbContext db) : IClockJob
{
    private const int Batch = 50;

    public async Task<int> RunAsync(DateTime now, CancellationToken cancel)
    {
        var rows = await db.ProjectProgress.Where(progress => progress.RefreshAtUtc <= now)
            .OrderBy(progress => progress.RefreshAtUtc).Take(Batch).ToListAsync(cancel);
        if (rows.Count == 0)
        {
            rows = await NextOfSweepAsync(cancel);
        }

        if (rows.Count == 0 && !db.ChangeTracker.HasChanges())
        {
            return 0;
        }

        rows.ForEach(progress => progress.Refresh());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Who had the turn before ended the same sweep at the same moment: the next batch reads it anew.
        }

        return rows.Count;
    }

    // The one that is least far passes over all that the others have before them.
    private async Task<List<ProjectProgress>> NextOfSweepAsync(CancellationToken cancel)
    {
        var asked = await db.ProgressSweeps.OrderBy(sweep => sweep.After).ThenBy(sweep => sweep.Id).ToListAsync(cancel);
        if (asked is not [var sweep, .. var others])
        {
            return [];
        }

        db.RemoveRange(others);

        // A parameter: of "NOT closed" no index makes use.
        var isClosed = false;
        var next = await db.ProjectProgress.Where(progress => progress.IsClosed == isClosed && string.Compare(progress.Slug, sweep.After) > 0)
            .OrderBy(progress => progress.Slug).Take(Batch).ToListAsync(cancel);
        if (next.Count < Batch)
        {
            db.Remove(sweep);
        }
        else
        {
            sweep.PassTo(next[^1].Slug);
        }

        return next;
    }
}
