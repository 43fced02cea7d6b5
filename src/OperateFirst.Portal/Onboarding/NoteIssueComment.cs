using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Onboarding;

/// <summary>A comment on an issue of the repository, as GitHub tells of it.</summary>
/// <param name="Number">Of the issue.</param>
/// <param name="Id">GitHub's number of the comment.</param>
/// <param name="Login">Who wrote it.</param>
/// <param name="AtUtc">When it was last changed, by GitHub's clock.</param>
public sealed record CommentSeen(int Number, long Id, string Login, DateTime AtUtc)
{
    public string Body { get; init; } = "";

    public string Url { get; init; } = "";

    public DateTime WrittenAtUtc { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>True where the portal's own user wrote it.</summary>
    public bool ByPortal { get; init; }

    /// <returns>The issue it was written on; null for none, or where that is not certain. A renamed repository gives its issues new addresses.</returns>
    internal TrackingIssue? Among(IReadOnlyList<TrackingIssue> issues) =>
        issues.FirstOrDefault(issue => issue.Url.Length > 0 && Url.StartsWith($"{issue.Url}#", StringComparison.OrdinalIgnoreCase)) ?? (issues is [var one] ? one : null);
}

/// <summary>Keeps what operators and coordinators write on a tracking issue, for the project's people to read.</summary>
public sealed class NoteIssueComment(PortalDbContext db, IOptionsMonitor<RolesOptions> roles, TimeProvider time)
{
    /// <summary>The role that a GitHub login has in the settings; null where its comments are not shown.</summary>
    public string? RoleOf(string login)
    {
        var key = RolesOptions.KeyOf(SignInProviders.GitHub, login);
        var settings = roles.CurrentValue;
        return settings.Operators.Contains(key, StringComparer.OrdinalIgnoreCase) ? PortalRoles.Operator : settings.ContactsOf(key).Any() ? PortalRoles.Coordinator : null;
    }

    /// <summary>Also saves what the caller has pending, in the same commit.</summary>
    public async Task RunAsync(CommentSeen seen, CancellationToken cancel)
    {
        if (!seen.ByPortal)
        {
            await NoteAsync(seen, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    // The issue is asked for where the comment is new only: moved with its issue, it keeps its number.
    private async Task NoteAsync(CommentSeen seen, CancellationToken cancel)
    {
        if (await db.IssueComments.SingleOrDefaultAsync(candidate => candidate.Id == seen.Id, cancel) is { } known)
        {
            known.Note(seen);
        }
        else if (RoleOf(seen.Login) is { } role && seen.Among(await db.TrackingIssues.AsNoTracking().Where(issue => issue.Number == seen.Number).ToListAsync(cancel)) is { } issue)
        {
            db.IssueComments.Add(IssueComment.Of(seen, issue.ProjectId, role, time.UtcNow()));
        }
    }
}
