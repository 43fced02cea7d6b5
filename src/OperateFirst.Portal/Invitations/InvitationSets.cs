using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Invitations;

public static class InvitationSets
{
    extension(PortalDbContext db)
    {
        public DbSet<InvitationRequest> InvitationRequests => db.Set<InvitationRequest>();

        /// <summary>The newest request of a project for a meeting or room that was not withdrawn.</summary>
        public IQueryable<InvitationRequest> RequestsFor(Guid projectId, string target) => db.InvitationRequests
            .Where(request => request.ProjectId == projectId && request.Target == target && request.State != InvitationState.Withdrawn)
            .OrderByDescending(request => request.RequestedAtUtc);

        /// <summary>The approved request whose people are invited, whatever was asked for since; null where the project is not in.</summary>
        public Task<InvitationRequest?> InvitedAsync(Guid projectId, string target, CancellationToken cancel) => db.RequestsFor(projectId, target).AsNoTracking()
            .FirstOrDefaultAsync(request => request.State == InvitationState.Approved, cancel);

        /// <summary>What the same project asked for later and did not withdraw.</summary>
        public IQueryable<InvitationRequest> NewerRequests(InvitationRequest than) => db.InvitationRequests
            .Where(request => request.ProjectId == than.ProjectId && request.Target == than.Target && request.RequestedAtUtc > than.RequestedAtUtc &&
                request.State != InvitationState.Withdrawn);
    }

    internal sealed class Configuration : IEntityTypeConfiguration<InvitationRequest>
    {
        public void Configure(EntityTypeBuilder<InvitationRequest> builder)
        {
            builder.ToTable("InvitationRequests");
            builder.Property(request => request.Id).ValueGeneratedNever();
            builder.Property(request => request.Target).HasMaxLength(60);
            builder.Property(request => request.Contact).HasMaxLength(60);
            builder.Property(request => request.RequestedByName).HasMaxLength(200);
            builder.Property(request => request.Note).HasMaxLength(InvitationRequest.NoteLength);
            builder.Property(request => request.Reason).HasMaxLength(DecideInvitation.ReasonLength);
            builder.Property(request => request.DecidedByName).HasMaxLength(200);
            builder.Property(request => request.DecidedForName).HasMaxLength(200);
            builder.Property(request => request.Version).IsConcurrencyToken();
            builder.Property(request => request.State).HasMaxLength(20).HasConversion(
                state => InvitationStates.Written(state), written => InvitationStates.Read(written));
            builder.OwnsMany(request => request.Attendees, attendee =>
            {
                attendee.ToJson();
                attendee.Property(person => person.Name);
                attendee.Property(person => person.Email);
            });
            builder.Navigation(request => request.Attendees).UsePropertyAccessMode(PropertyAccessMode.Field);

            // A form that is sent twice finds the first one's request, also across processes.
            builder.HasIndex(request => new { request.ProjectId, request.Target }).IsUnique()
                .HasFilter("\"State\" IN ('waiting', 'changes-asked')");
            builder.HasIndex(request => new { request.ProjectId, request.Target, request.RequestedAtUtc });

            // The contacts' queue, page by page, with each of its filters; and what the clock of reminders looks at.
            builder.HasIndex(request => new { request.Contact, request.State, request.IsClosed, request.SinceUtc, request.Id });
            builder.HasIndex(request => new { request.Contact, request.Target, request.State, request.IsClosed, request.SinceUtc, request.Id });
            builder.HasIndex(request => new { request.Contact, request.SinceUtc, request.Id });
            builder.HasIndex(request => new { request.Contact, request.Target, request.SinceUtc, request.Id });
            builder.HasIndex(request => request.RemindAtUtc);
        }
    }
}

/// <summary>The names stored for the states: renaming a member must not break a row.</summary>
internal static class InvitationStates
{
    public static string Written(InvitationState state) => state switch
    {
        InvitationState.Waiting => "waiting",
        InvitationState.ChangesAsked => "changes-asked",
        InvitationState.Approved => "approved",
        InvitationState.Declined => "declined",
        InvitationState.Withdrawn => "withdrawn",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static InvitationState Read(string written) => written switch
    {
        "waiting" => InvitationState.Waiting,
        "changes-asked" => InvitationState.ChangesAsked,
        "approved" => InvitationState.Approved,
        "declined" => InvitationState.Declined,
        "withdrawn" => InvitationState.Withdrawn,
        _ => throw new InvalidOperationException($"No request is \"{written}\"."),
    };
}
