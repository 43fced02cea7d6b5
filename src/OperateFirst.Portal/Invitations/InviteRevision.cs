using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Meetings;

namespace OperateFirst.Portal.Invitations;

/// <summary>One calendar object that was promised to people. Never changed, so that sending it again gives the same bytes.</summary>
public sealed class InviteRevision
{
    public const int SentenceLength = 2000;

    internal InviteRevision()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    public required Guid InviteId { get; init; }

    public required int Sequence { get; init; }

    /// <summary>As iCalendar writes it: see <see cref="CalendarInvite"/>.</summary>
    public required string Method { get; init; }

    /// <summary>The one date, by the rhythm, that it is about; null for the whole series.</summary>
    public DateOnly? RecurrenceDate { get; init; }

    /// <summary>Why there is this revision; a name of <see cref="InviteCauses"/>.</summary>
    public required string Cause { get; init; }

    /// <summary>Who decided it; empty where the content file did.</summary>
    public required string ByName { get; init; }

    /// <summary>What is new, in sentences for those who get it; empty for a first invite.</summary>
    public required string Sentence { get; init; }

    /// <summary>Its attendees are those who get it.</summary>
    public required InviteSnapshot Snapshot { get; init; }

    public required DateTime AtUtc { get; init; }

    public bool IsCancel => Method == CalendarInvite.Cancel;

    public CalendarInvite ToCalendar(string uid) => new(Snapshot, uid, Sequence, Method, RecurrenceDate, AtUtc);

    /// <summary>True where this one says nothing any more to somebody who gets <paramref name="newer"/>.</summary>
    public bool IsOvertakenBy(InviteRevision newer) =>
        newer.Sequence > Sequence && (newer.RecurrenceDate is null || newer.RecurrenceDate == RecurrenceDate);

    internal sealed class Configuration : IEntityTypeConfiguration<InviteRevision>
    {
        public void Configure(EntityTypeBuilder<InviteRevision> builder)
        {
            builder.ToTable("InviteRevisions");
            builder.IsAppendOnly();
            builder.Property(revision => revision.Id).ValueGeneratedNever();
            builder.Property(revision => revision.Method).HasMaxLength(10);
            builder.Property(revision => revision.Cause).HasMaxLength(20);
            builder.Property(revision => revision.ByName).HasMaxLength(200);
            builder.Property(revision => revision.Sentence).HasMaxLength(SentenceLength);
            builder.Property(revision => revision.Snapshot).HasConversion(snapshot => InviteSnapshot.Write(snapshot), written => InviteSnapshot.Read(written));
            builder.HasOne<IssuedInvite>().WithMany().HasForeignKey(revision => revision.InviteId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(revision => new { revision.InviteId, revision.Sequence });
        }
    }
}

/// <summary>Stored names.</summary>
public static class InviteCauses
{
    /// <summary>A coordinator approved the first request.</summary>
    public const string Approved = "approved";

    /// <summary>Other people are invited than before.</summary>
    public const string People = "people";

    /// <summary>Some are no longer invited; the others stay.</summary>
    public const string Removed = "removed";

    /// <summary>The content file changed the series.</summary>
    public const string Series = "series";

    /// <summary>The content file changed one date.</summary>
    public const string Date = "date";

    /// <summary>The whole invite ends for all.</summary>
    public const string Ended = "ended";
}

public static class InviteSets
{
    extension(PortalDbContext db)
    {
        public DbSet<IssuedInvite> IssuedInvites => db.Set<IssuedInvite>();

        public DbSet<InviteRevision> InviteRevisions => db.Set<InviteRevision>();

        /// <summary>The invite that is out, where there is one.</summary>
        public IQueryable<IssuedInvite> ActiveInvites(Guid projectId, string meeting) => db.IssuedInvites
            .Where(invite => invite.ProjectId == projectId && invite.Meeting == meeting && invite.State == InviteState.Issued);
    }
}
