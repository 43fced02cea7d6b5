using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Agreements;

/// <summary>
/// The telling of a newly published version to the projects that accepted an earlier one, and how far it has come. The mark moves
/// in the commit that promises the e-mails, so that nobody is told twice and nobody is left out.
/// </summary>
public sealed class TextAnnouncement
{
    /// <summary>Message kind; its subject is the announcement, its project the one that is told.</summary>
    public const string Mail = "mail.agreement-version.v1";

    private TextAnnouncement()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    public required string Agreement { get; init; }

    public required int Number { get; init; }

    /// <summary>All projects up to this id, in their order, are told.</summary>
    public Guid ToldUpTo { get; private set; }

    public DateTime? FinishedAtUtc { get; private set; }

    internal static TextAnnouncement Of(AgreementVersion version) => new() { Agreement = version.Agreement, Number = version.Number };

    public void MoveTo(Guid projectId) => ToldUpTo = projectId;

    public void Finish(DateTime now) => FinishedAtUtc = now;

    internal sealed class Configuration : IEntityTypeConfiguration<TextAnnouncement>
    {
        public void Configure(EntityTypeBuilder<TextAnnouncement> builder)
        {
            builder.ToTable("TextAnnouncements");
            builder.Property(announcement => announcement.Id).ValueGeneratedNever();
            builder.Property(announcement => announcement.Agreement).HasMaxLength(40);

            // Of two processes at the same batch one moves the mark; the other's promises are not written.
            builder.Property(announcement => announcement.ToldUpTo).IsConcurrencyToken();
            builder.HasIndex(announcement => new { announcement.Agreement, announcement.Number }).IsUnique();
            builder.HasIndex(announcement => new { announcement.FinishedAtUtc, announcement.Id });
        }
    }
}
