using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Review;

/// <summary>Says when GitHub was last looked through for what people do to the tracking issues.</summary>
public sealed class IssueWatch(PortalDbContext db, IOptions<DeliveriesOptions> deliveries, TimeProvider time)
{
    // Four looks in a row that did not come to their end.
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    /// <returns>Null where issues go into the folder.</returns>
    public async Task<LastLook?> ReadAsync(CancellationToken cancel)
    {
        if (!deliveries.Value.IssuesGoToGitHub)
        {
            return null;
        }

        var at = await db.GitHubSweeps.AsNoTracking().Where(row => row.Id == GitHubSweep.TheOne).Select(row => row.LookedAtUtc).SingleOrDefaultAsync(cancel);
        return new LastLook(at, time.UtcNow() - at > Late);
    }
}

/// <param name="AtUtc">When the last one that came to its end began; null before the first.</param>
public sealed record LastLook(DateTime? AtUtc, bool IsLate);
