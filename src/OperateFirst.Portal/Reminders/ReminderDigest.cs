using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Reminders;

/// <summary>The one reminder a person gets on a day, of all requests that became due. Its text is written when it is sent.</summary>
public sealed class ReminderDigest
{
    /// <summary>Message kind; the subject is the digest.</summary>
    public const string Mail = "mail.review-digest.v1";

    private readonly List<ReminderItem> items = [];

    private ReminderDigest()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    /// <summary>Whom: see <see cref="ContactReader.Key"/>.</summary>
    public required string Recipient { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    /// <summary>The day in New York it goes out on.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>When its e-mail was promised; null while requests may still be added.</summary>
    public DateTime? PromisedAtUtc { get; private set; }

    /// <summary>Raised with every change: what another process has promised meanwhile takes nothing more.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<ReminderItem> Items => items;

    internal static ReminderDigest For(ContactReader reader, DateOnly day) =>
        new() { Recipient = reader.Key, Name = reader.Name, Email = reader.Email, Day = day };

    internal ReminderItem Add(Guid requestId)
    {
        var item = new ReminderItem { DigestId = Id, RequestId = requestId };
        items.Add(item);
        Version++;
        return item;
    }

    /// <summary>One that a stop kept from leaving on its day is that of the day it leaves on.</summary>
    internal void Promise(DateOnly today, DateTime now) => (Day, PromisedAtUtc, Version) = (today, now, Version + 1);

    internal sealed class Configuration : IEntityTypeConfiguration<ReminderDigest>
    {
        public void Configure(EntityTypeBuilder<ReminderDigest> builder)
        {
            builder.ToTable("ReminderDigests");
            builder.Property(digest => digest.Id).ValueGeneratedNever();
            builder.Property(digest => digest.Recipient).HasMaxLength(FieldChecks.EmailLength + 20);
            builder.Property(digest => digest.Name).HasMaxLength(200);
            builder.Property(digest => digest.Email).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(digest => digest.Version).IsConcurrencyToken();
            builder.HasMany(digest => digest.Items).WithOne().HasForeignKey(item => item.DigestId);
            builder.Navigation(digest => digest.Items).UsePropertyAccessMode(PropertyAccessMode.Field);

            // One a day, also where two processes remind.
            builder.HasIndex(digest => new { digest.Recipient, digest.Day }).IsUnique();
            builder.HasIndex(digest => digest.PromisedAtUtc);
        }
    }
}

/// <summary>A request that a digest tells of.</summary>
public sealed class ReminderItem
{
    public required Guid DigestId { get; init; }

    public required Guid RequestId { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ReminderItem>
    {
        public void Configure(EntityTypeBuilder<ReminderItem> builder)
        {
            builder.ToTable("ReminderItems");
            builder.HasKey(item => new { item.DigestId, item.RequestId });
        }
    }
}

public static class ReminderSets
{
    extension(PortalDbContext db)
    {
        public DbSet<ReminderDigest> ReminderDigests => db.Set<ReminderDigest>();

        public DbSet<ReminderItem> ReminderItems => db.Set<ReminderItem>();
    }
}
