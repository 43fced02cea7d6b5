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

    public static string OrderKeyOf(Guid projectId) => $"issue/{projectId:N}";

    public void BeginOpening(DateTime now) => OpeningBegunAtUtc ??= now;

    public void Opened(int number, string url, DateTime now) => (Number, Url, OpenedAtUtc) = (number, url, now);

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
            builder.HasOne<Project>().WithOne().HasForeignKey<TrackingIssue>(issue => issue.ProjectId);
        }
    }
}

public static class OnboardingSets
{
    extension(PortalDbContext db)
    {
        public DbSet<ProjectProgress> ProjectProgress => db.Set<ProjectProgress>();

        public DbSet<TrackingIssue> TrackingIssues => db.Set<TrackingIssue>();
    }
}
