using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.GitHub;

/// <summary>Compares what GitHub lists with what the portal knows, and hands each difference to the operation that webhooks end in too.</summary>
internal sealed partial class IssueSweep(
    PortalDbContext db, IServiceScopeFactory scopes, OctokitLists lists, IGitHubIssues issues, IOptions<GitHubOptions> options, ILogger<IssueSweep> logger)
{
    private const int Batch = 500;

    // Each costs a call of its own: in a sweep that lists all, more of them.
    private const int CommentsLookedAt = 20;
    private const int CommentsLookedAtWithAll = 200;
    private const int MissingLookedAt = 200;

    /// <param name="lookedAtUtc">When the last sweep began; null before the first.</param>
    /// <param name="all">Lists every issue, so that those which are gone are missed.</param>
    /// <param name="missingAfter">Where the last look for them stopped.</param>
    /// <returns>Where this one stopped; 0 where it came to the end.</returns>
    public async Task<int> RunAsync(DateTime? lookedAtUtc, bool all, int missingAfter, DateTime now, CancellationToken cancel)
    {
        var oldest = await db.TrackingIssues.Where(issue => issue.Number != null).OrderBy(issue => issue.Number).Select(issue => issue.OpenedAtUtc).FirstOrDefaultAsync(cancel);
        if (oldest is not { } opened)
        {
            return 0;
        }

        var since = (lookedAtUtc ?? opened) - TrackingIssueSyncHandler.ClockSlack;
        var listed = await CompareIssuesAsync(all ? null : since, now, cancel);
        await CompareCommentsAsync(since, cancel);
        var stopped = all ? await LookForMissingAsync(listed, missingAfter, now, cancel) : missingAfter;
        await LookForDeletedCommentsAsync(all ? CommentsLookedAtWithAll : CommentsLookedAt, now, cancel);
        return stopped;
    }

    private async Task<HashSet<int>> CompareIssuesAsync(DateTime? since, DateTime now, CancellationToken cancel)
    {
        var listed = new HashSet<int>();
        await foreach (var page in lists.IssuesAsync(since, cancel))
        {
            var numbers = page.Select(seen => seen.Number).ToList();
            listed.UnionWith(numbers);
            var known = (await db.TrackingIssues.AsNoTracking().Where(issue => issue.Number != null && numbers.Contains(issue.Number.Value)).ToListAsync(cancel))
                .ToLookup(issue => issue.Number);
            foreach (var (seen, issue) in page.Select(seen => (seen, seen.Among(known[seen.Number]))))
            {
                if (issue?.ReadsOtherwise(seen) == true)
                {
                    var whole = seen is { State: IssueState.Closed, By: "" } && issue.State != IssueState.Closed ? await lists.WithWhoClosedAsync(seen, cancel) : seen;

                    // One that seemed to be deleted is listed now, however long ago it was last changed.
                    whole = issue.State == IssueState.Deleted && whole.AtUtc < now ? whole with { AtUtc = now } : whole;
                    await NoteAsync<NoteIssue>(note => note.RunAsync(whole, cancel));
                }
            }
        }

        return listed;
    }

    private async Task CompareCommentsAsync(DateTime since, CancellationToken cancel)
    {
        await foreach (var page in lists.CommentsAsync(since, cancel))
        {
            var ids = page.Select(seen => seen.Id).ToList();
            var known = await db.IssueComments.AsNoTracking().Where(comment => ids.Contains(comment.Id)).ToDictionaryAsync(comment => comment.Id, cancel);
            foreach (var seen in page.Where(seen => !seen.ByPortal && (known.GetValueOrDefault(seen.Id)?.ReadsOtherwise(seen) ?? true)))
            {
                await NoteAsync<NoteIssueComment>(note => known.ContainsKey(seen.Id) || note.RoleOf(seen.Login) is not null ? note.RunAsync(seen, cancel) : Task.CompletedTask);
            }
        }
    }

    private async Task<int> LookForMissingAsync(HashSet<int> listed, int after, DateTime now, CancellationToken cancel)
    {
        var left = MissingLookedAt;
        while (true)
        {
            var rows = await db.TrackingIssues.AsNoTracking()
                .Where(issue => issue.Number > after && issue.OpenedAtUtc < now && issue.State != IssueState.Deleted && issue.State != IssueState.Transferred)
                .OrderBy(issue => issue.Number).Take(Batch).Select(issue => new { Number = issue.Number ?? 0, issue.Url }).ToListAsync(cancel);
            foreach (var row in rows.Where(row => !listed.Contains(row.Number) && options.Value.HasIssue(row.Url)))
            {
                if (left-- == 0)
                {
                    LogManyMissing(logger, MissingLookedAt);
                    return after;
                }

                var seen = GoneIssues.SeenOf(row.Number, row.Url, await issues.LookAsync(row.Number, cancel), now);
                await NoteAsync<NoteIssue>(note => note.RunAsync(seen, cancel));
                after = row.Number;
            }

            if (rows.Count < Batch)
            {
                return 0;
            }

            after = rows[^1].Number;
        }
    }

    // Those looked at longest ago: in turn all of them, however many there are.
    private async Task LookForDeletedCommentsAsync(int most, DateTime now, CancellationToken cancel)
    {
        var comments = await db.IssueComments.AsNoTracking().Where(comment => comment.DeletedAtUtc == null)
            .OrderBy(comment => comment.CheckedAtUtc).Take(most).Select(comment => new { comment.Id, comment.Login }).ToListAsync(cancel);
        foreach (var comment in comments)
        {
            if (!await lists.HasCommentAsync(comment.Id, cancel))
            {
                await NoteAsync<NoteIssueComment>(note => note.RunAsync(new CommentSeen(0, comment.Id, comment.Login, now) { IsDeleted = true }, cancel));
            }
        }

        var ids = comments.Select(comment => comment.Id).ToList();
        using var turn = await db.TakeWriteGateAsync(cancel);
        await db.IssueComments.Where(comment => ids.Contains(comment.Id)).ExecuteUpdateAsync(set => set.SetProperty(comment => comment.CheckedAtUtc, now), cancel);
    }

    // A context of its own for each difference, so that one that fails leaves the others alone.
    private async Task NoteAsync<T>(Func<T, Task> note)
        where T : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await note(scope.ServiceProvider.GetRequiredService<T>());
        }
        catch (DbUpdateException failure)
        {
            // A webhook told the same at this moment; if not, the next sweep finds it again.
            LogMeanwhile(logger, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "More than {Most} tracking issues are not among those that the user of GitHub:Token opened; the next sweep goes on with the rest")]
    private static partial void LogManyMissing(ILogger logger, int most);

    [LoggerMessage(LogLevel.Information, "What the sweep found was written down by another at the same moment")]
    private static partial void LogMeanwhile(ILogger logger, Exception failure);
}
