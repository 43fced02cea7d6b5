using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Onboarding;

/// <summary>The public issue of a project: promised with the second acceptance, opened and kept in step by the outbox.</summary>
public sealed class TrackingIssue
{
    /// <summary>Ledger kind.</summary>
    public const string OpenedKind = "tracking-issue.opened";

    /// <summary>Message kinds. The subject of the first is the project, of the second the ledger entry to tell of.</summary>
    public const string SyncMessage = "github.tracking-issue-sync.v1";
    public const string CommentMessage = "github.tracking-issue-comment.v1";

    private TrackingIssue()
    {
    }

    public Guid ProjectId { get; private init; }

    public DateTime PromisedAtUtc { get; private init; }

    /// <summary>SHA-256 of the portal's part of the body as last promised: nothing is sent for a change that does not show.</summary>
    public string PromisedSha256 { get; private set; } = "";

    /// <summary>Set before the first try to open it. An earlier try may have landed, so from then on the portal looks before it posts.</summary>
    public DateTime? OpeningBegunAtUtc { get; private set; }

    /// <summary>Null until it is open.</summary>
    public int? Number { get; private set; }

    public string Url { get; private set; } = "";

    public DateTime? OpenedAtUtc { get; private set; }

    /// <summary>As GitHub last told it.</summary>
    public IssueState State { get; private set; }

    /// <summary>GitHub login of who closed, reopened, deleted or moved it by hand; empty where nobody did, or GitHub does not say.</summary>
    public string ChangedBy { get; private set; } = "";

    /// <summary>When that was; null where its state is the portal's own doing.</summary>
    public DateTime? ChangedAtUtc { get; private set; }

    /// <summary>Where it was moved to, or empty.</summary>
    public string MovedToUrl { get; private set; } = "";

    /// <summary>GitHub login of who last edited its title or text by hand, or empty.</summary>
    public string EditedBy { get; private set; } = "";

    public DateTime? EditedAtUtc { get; private set; }

    /// <summary>GitHub's time of the newest state that was taken over: older news that comes late changes nothing.</summary>
    public DateTime? SeenAtUtc { get; private set; }

    /// <summary>The portal closes an issue once: who reopens it has a reason.</summary>
    public DateTime? ClosedByPortalAtUtc { get; private set; }

    /// <summary>Raised with every change GitHub tells: of two that learn the same, one is late.</summary>
    public int Version { get; private set; }

    /// <summary>True where there is nothing left to keep in step.</summary>
    public bool IsGone => State is IssueState.Deleted or IssueState.Transferred;

    public bool IsChangedByHand => ChangedAtUtc is not null;

    public static string OrderKeyOf(Guid projectId) => $"issue/{projectId:N}";

    public void BeginOpening(DateTime now) => OpeningBegunAtUtc ??= now;

    public void Opened(int number, string url, DateTime now) => (Number, Url, OpenedAtUtc) = (number, url, now);

    public void CloseByPortal(DateTime now)
    {
        (State, ClosedByPortalAtUtc, ChangedBy, ChangedAtUtc) = (IssueState.Closed, now, "", null);
        Version++;
    }

    /// <summary>False for an issue that only has the same number, in another place: issues were written elsewhere before a setting was changed.</summary>
    /// <param name="url">Null where it was not told.</param>
    public bool Is(string? url, string? body) =>
        url is null || url.Equals(Url, StringComparison.OrdinalIgnoreCase) || body?.Contains(TrackingIssueBody.MarkerOf(ProjectId), StringComparison.Ordinal) == true;

    /// <summary>True where the portal would have to do something about what was seen.</summary>
    public bool ReadsOtherwise(IssueSeen seen) => State != IssueState.Transferred && (State != seen.State || HasForeignPart(seen));

    /// <returns>True where its state is another, and not by the portal's own doing.</returns>
    internal bool Note(IssueSeen seen, bool projectIsClosed)
    {
        // What was only out of sight is not gone: a later look may find it again.
        if (State == IssueState.Transferred || seen.AtUtc < SeenAtUtc)
        {
            return false;
        }

        if (seen.IsEdit)
        {
            (EditedBy, EditedAtUtc) = (seen.By, seen.AtUtc);
            Version++;
        }

        if (State == seen.State)
        {
            return false;
        }

        // The portal closes the issues of closed projects, and only those; it never deletes or moves one.
        var byPortal = seen.State is IssueState.Open or IssueState.Closed && (seen.ByPortal || (seen.State == IssueState.Closed && projectIsClosed));
        var isFoundAgain = State == IssueState.Deleted && seen.State == IssueState.Open;
        (State, SeenAtUtc, MovedToUrl) = (seen.State, seen.AtUtc, seen.MovedToUrl);
        (ChangedBy, ChangedAtUtc) = byPortal || isFoundAgain ? ("", (DateTime?)null) : (seen.By, seen.AtUtc);
        Version++;
        return !byPortal;
    }

    /// <summary>True where somebody has written between the portal's markers, or taken them away.</summary>
    internal bool HasForeignPart(IssueSeen seen) => seen.Body is { } body && !seen.ByPortal && TrackingIssueBody.Sha256Of(TrackingIssueBody.PartOf(body)) != PromisedSha256;

    internal static TrackingIssue Promise(Guid projectId, DateTime now) => new() { ProjectId = projectId, PromisedAtUtc = now };

    /// <returns>False where this very text was promised last.</returns>
    internal bool PromiseText(string sha256)
    {
        if (PromisedSha256 == sha256)
        {
            return false;
        }

        PromisedSha256 = sha256;
        return true;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<TrackingIssue>
    {
        public void Configure(EntityTypeBuilder<TrackingIssue> builder)
        {
            builder.ToTable("TrackingIssues");
            builder.HasKey(issue => issue.ProjectId);
            builder.Property(issue => issue.PromisedSha256).HasMaxLength(64);
            builder.Property(issue => issue.Url).HasMaxLength(500);
            builder.Property(issue => issue.State).HasMaxLength(20).HasConversion(state => IssueStates.Written(state), written => IssueStates.Read(written));
            builder.Property(issue => issue.ChangedBy).HasMaxLength(100);
            builder.Property(issue => issue.MovedToUrl).HasMaxLength(500);
            builder.Property(issue => issue.EditedBy).HasMaxLength(100);
            builder.Property(issue => issue.Version).IsConcurrencyToken();
            builder.HasIndex(issue => issue.Number);

            // The operators' list of what was changed by hand, newest first.
            builder.HasIndex(issue => new { issue.ChangedAtUtc, issue.ProjectId });
            builder.HasOne<Project>().WithOne().HasForeignKey<TrackingIssue>(issue => issue.ProjectId);
        }
    }
}

public static class OnboardingSets
{
    extension(PortalDbContext db)
    {
        public DbSet<ProjectProgress> ProjectProgress => db.Set<ProjectProgress>();

        public DbSet<ProgressSweep> ProgressSweeps => db.Set<ProgressSweep>();

        public DbSet<TrackingIssue> TrackingIssues => db.Set<TrackingIssue>();

        public DbSet<IssueComment> IssueComments => db.Set<IssueComment>();

        public DbSet<GitHubSweep> GitHubSweeps => db.Set<GitHubSweep>();
    }
}
