using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Reminders;

/// <summary>The leads of a project were reminded of a deadline: once for each mark.</summary>
public sealed class DeadlineReminder
{
    /// <summary>Message kind; its subject is the reminder.</summary>
    public const string Mail = "mail.agreement-deadline.v1";

    private DeadlineReminder()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    public required Guid ProjectId { get; init; }

    public required string Agreement { get; init; }

    /// <summary>The version to accept.</summary>
    public required int Number { get; init; }

    public required int DaysBefore { get; init; }

    public required DateTime AtUtc { get; init; }

    internal static DeadlineReminder Of(Guid projectId, AgreementFact agreement, DeadlineMark mark, DateTime now) => new()
    {
        ProjectId = projectId,
        Agreement = agreement.Name,
        Number = agreement.CurrentNumber,
        DaysBefore = mark.DaysBefore,
        AtUtc = now,
    };

    internal sealed class Configuration : IEntityTypeConfiguration<DeadlineReminder>
    {
        public void Configure(EntityTypeBuilder<DeadlineReminder> builder)
        {
            builder.ToTable("DeadlineReminders");
            builder.Property(reminder => reminder.Id).ValueGeneratedNever();
            builder.Property(reminder => reminder.Agreement).HasMaxLength(40);

            // Of two processes one reminds; the other's promises are not written.
            builder.HasIndex(reminder => new { reminder.ProjectId, reminder.Agreement, reminder.Number, reminder.DaysBefore }).IsUnique();
        }
    }
}

public static class DeadlineReminderSets
{
    extension(PortalDbContext db)
    {
        public DbSet<DeadlineReminder> DeadlineReminders => db.Set<DeadlineReminder>();
    }
}
