using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Onboarding;

/// <summary>What an operator or a coordinator wrote on a tracking issue. Other people's comments are not kept.</summary>
public sealed class IssueComment
{
    public const int BodyLength = 65_536;

    private IssueComment()
    {
    }

    /// <summary>GitHub's number of it: later ones are higher.</summary>
    public long Id { get; private init; }

    public Guid ProjectId { get; private init; }

    /// <summary>GitHub login.</summary>
    public string Login { get; private init; } = "";

    /// <summary>The role it was written in, see <see cref="Accounts.PortalRoles"/>: it stays when the role ends.</summary>
    public string Role { get; private init; } = "";

    /// <summary>Markdown as typed; empty once it was deleted.</summary>
    public string Body { get; private set; } = "";

    public string Url { get; private init; } = "";

    /// <summary>By GitHub's clock, as the next.</summary>
    public DateTime WrittenAtUtc { get; private init; }

    public DateTime UpdatedAtUtc { get; private set; }

    /// <summary>The row stays without its text, so that older news that comes late does not bring it back.</summary>
    public DateTime? DeletedAtUtc { get; private set; }

    /// <summary>When the portal last knew it to be there; the one longest unknown is looked at first.</summary>
    public DateTime CheckedAtUtc { get; private init; }

    public bool IsEdited => UpdatedAtUtc > WrittenAtUtc;

    internal static IssueComment Of(CommentSeen seen, Guid projectId, string role, DateTime now)
    {
        var comment = new IssueComment
        {
            Id = seen.Id,
            ProjectId = projectId,
            Login = seen.Login,
            Role = role,
            Url = seen.Url,
            WrittenAtUtc = seen.WrittenAtUtc,
            CheckedAtUtc = now,
        };
        comment.Apply(seen);
        return comment;
    }

    /// <summary>True where it would read differently.</summary>
    public bool ReadsOtherwise(CommentSeen seen) => DeletedAtUtc is null && (seen.IsDeleted || (seen.AtUtc >= UpdatedAtUtc && seen.Body != Body));

    internal void Note(CommentSeen seen)
    {
        if (ReadsOtherwise(seen))
        {
            Apply(seen);
        }
    }

    private void Apply(CommentSeen seen)
    {
        (Body, UpdatedAtUtc) = (seen.IsDeleted ? "" : seen.Body, seen.AtUtc);
        DeletedAtUtc = seen.IsDeleted ? seen.AtUtc : null;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<IssueComment>
    {
        public void Configure(EntityTypeBuilder<IssueComment> builder)
        {
            builder.ToTable("IssueComments");
            builder.Property(comment => comment.Id).ValueGeneratedNever();
            builder.Property(comment => comment.Login).HasMaxLength(100);
            builder.Property(comment => comment.Role).HasMaxLength(20);
            builder.Property(comment => comment.Body).HasMaxLength(BodyLength);
            builder.Property(comment => comment.Url).HasMaxLength(500);
            builder.Property(comment => comment.UpdatedAtUtc).IsConcurrencyToken();
            builder.HasOne<Project>().WithMany().HasForeignKey(comment => comment.ProjectId);

            // A project's comments, newest first; and the sweep's look at those longest unknown.
            builder.HasIndex(comment => new { comment.ProjectId, comment.DeletedAtUtc, comment.Id });
            builder.HasIndex(comment => new { comment.DeletedAtUtc, comment.CheckedAtUtc });
        }
    }
}
