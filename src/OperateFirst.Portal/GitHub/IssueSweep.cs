using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.GitHub;

/// <summary>Compares what GitHub lists with what the portal knows, and hands each difference to the operation that webhooks end in too.</summary>
internal sealed partial class IssueSweep(PortalDbContext db, IServiceScopeFactory scopes, OctokitLists lists, IGitHubIssues issues, ILogger<IssueSweep> logger)
{
    private const int Batch = 500;

    // Each costs a call of its own: in a sweep that lists all, more of them.
    private const int CommentsLookedAt = 20;
    private const int CommentsLookedAtWithAll = 200;
    private const int MissingLookedAt = 200;

    /// <param name="lookedAtUtc">When the last sweep began; null before the first.</param>
    /// <param name="all">Lists every issue, so that those which are gone are missed.</param>
    public async Task RunAsync(DateTime? lookedAtUtc, bool all, DateTime now, CancellationToken cancel)
    {
        var oldest = await db.TrackingIssues.Where(issue => issue.Number != null).OrderBy(issue => issue.Number).Select(issue => issue.OpenedAtUtc).FirstOrDefaultAsync(cancel);
        if (oldest is not { } opened)
        {
            return;
        }

        var since = (lookedAtUtc ?? opened) - TrackingIssueSyncHandler.ClockSlack;
        var listed = await CompareIssuesAsync(all ? null : since, cancel);
        await CompareCommentsAsync(since, cancel);
        if (all)
        {
            await LookForMissingAsync(listed, now, cancel);
        }

        await LookForDeletedCommentsAsync(all ? CommentsLookedAtWithAll : CommentsLookedAt, now, cancel);
    }

    private async Task<HashSet<int>> CompareIssuesAsync(DateTime? since, CancellationToken cancel)
    {
        var listed = new HashSet<int>();
        await foreach (var page in lists.IssuesAsync(since, cancel))
        {
            var numbers = page.Select(seen => seen.Number).ToList();
            listed.UnionWith(numbers);
            var known = await db.TrackingIssues.AsNoTracking().Where(issue => issue.Number != null && numbers.Contains(issue.Number.Value))
                .ToDictionaryAsync(issue => issue.Number ?? 0, cancel);
            foreach (var seen in page.Where(seen => known.TryGetValue(seen.Number, out var issue) && issue.ReadsOtherwise(seen)))
            {
                var whole = seen is { State: IssueState.Closed, By: "" } && known[seen.Number].State != IssueState.Closed ? await lists.WithWhoClosedAsync(seen, cancel) : seen;
                await NoteAsync<NoteIssue>(note => note.RunAsync(whole, cancel));
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

    private async Task LookForMissingAsync(HashSet<int> listed, DateTime now, CancellationToken cancel)
    {
        var left = MissingLookedAt;
        for (var after = 0; ;)
        {
            var numbers = await db.TrackingIssues.AsNoTracking()
                .Where(issue => issue.Number > after && issue.OpenedAtUtc < now && issue.State != IssueState.Deleted && issue.State != IssueState.Transferred)
                .OrderBy(issue => issue.Number).Take(Batch).Select(issue => issue.Number ?? 0).ToListAsync(cancel);
            foreach (var number in numbers.Where(number => !listed.Contains(number)))
            {
                if (left-- == 0)
                {
                    LogManyMissing(logger, MissingLookedAt);
                    return;
                }

                var seen = GoneIssues.SeenOf(number, await issues.LookAsync(number, cancel), now);
                await NoteAsync<NoteIssue>(note => note.RunAsync(seen, cancel));
            }

            if (numbers.Count < Batch)
            {
                return;
            }

            after = numbers[^1];
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

    [LoggerMessage(LogLevel.Warning, "More than {Most} tracking issues are not among those that the user of GitHub:Token opened; the rest is looked at another time")]
    private static partial void LogManyMissing(ILogger logger, int most);

    [LoggerMessage(LogLevel.Information, "What the sweep found was written down by another at the same moment")]
    private static partial void LogMeanwhile(ILogger logger, Exception failure);
}
