using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Meetings;

namespace OperateFirst.Portal.Invitations;

/// <summary>The calendar invite of a project to a meeting as it stands. What was sent is in its <see cref="InviteRevision"/>s.</summary>
public sealed class IssuedInvite
{
    private IssuedInvite(InviteSnapshot snapshot) => Snapshot = snapshot;

    public required Guid Id { get; init; }

    public required Guid ProjectId { get; init; }

    /// <summary>The request whose people are invited.</summary>
    public Guid RequestId { get; private set; }

    /// <summary>Name of the meeting in the content file.</summary>
    public required string Meeting { get; init; }

    /// <summary>RFC 5545, 3.8.4.7: fixed when issued, so that every later revision finds the entry in the calendars.</summary>
    public required string Uid { get; init; }

    /// <summary>RFC 5545, 3.8.7.4: of the newest revision, from 0.</summary>
    public int Sequence { get; private set; }

    public InviteState State { get; private set; }

    /// <summary>What the invited have been told last.</summary>
    public InviteSnapshot Snapshot { get; private set; }

    /// <summary>See <see cref="Meetings.SeriesFingerprint"/>: of the series that <see cref="Snapshot"/> tells.</summary>
    public string SeriesFingerprint { get; private set; } = "";

    public required DateTime IssuedAtUtc { get; init; }

    /// <summary>Raised with every change: of two that revise it at once, one wins and the other does nothing.</summary>
    public int Version { get; private set; }

    internal static IssuedInvite Issue(InvitationRequest request, InviteSnapshot snapshot, string fingerprint, string host, DateTime now)
    {
        // Its own, and not the request's: one that is approved once more after a cancellation must not look like the cancelled one.
        var id = OrderedId.New();
        return new IssuedInvite(snapshot)
        {
            Id = id,
            ProjectId = request.ProjectId,
            RequestId = request.Id,
            Meeting = snapshot.Meeting,
            Uid = $"{id:N}@{host}",
            SeriesFingerprint = fingerprint,
            IssuedAtUtc = now,
        };
    }

    /// <summary>Something new to tell; the calendars know by the next sequence that it is newer.</summary>
    internal void Advance(InviteSnapshot snapshot, string fingerprint)
    {
        Sequence++;
        See(snapshot, fingerprint);
    }

    /// <summary>The content file reads differently, but nobody has to be told.</summary>
    internal void See(InviteSnapshot snapshot, string fingerprint)
    {
        (Snapshot, SeriesFingerprint) = (snapshot, fingerprint);
        Version++;
    }

    internal void IsFor(InvitationRequest request) => RequestId = request.Id;

    internal void End()
    {
        State = InviteState.Cancelled;
        Sequence++;
        Version++;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<IssuedInvite>
    {
        public void Configure(EntityTypeBuilder<IssuedInvite> builder)
        {
            builder.ToTable("IssuedInvites");
            builder.Property(invite => invite.Id).ValueGeneratedNever();
            builder.Property(invite => invite.Meeting).HasMaxLength(63);
            builder.Property(invite => invite.Uid).HasMaxLength(300);
            builder.Property(invite => invite.SeriesFingerprint).HasMaxLength(64);
            builder.Property(invite => invite.Snapshot).HasConversion(snapshot => InviteSnapshot.Write(snapshot), written => InviteSnapshot.Read(written));
            builder.Property(invite => invite.Version).IsConcurrencyToken();
            builder.Property(invite => invite.State).HasMaxLength(20).HasConversion(
                state => InviteStates.Written(state), written => InviteStates.Read(written));

            // Two approvals at once, also in two processes, make one invite.
            builder.HasIndex(invite => new { invite.ProjectId, invite.Meeting }).IsUnique().HasFilter("\"State\" = 'issued'");
            builder.HasIndex(invite => new { invite.ProjectId, invite.Meeting, invite.Id });
            builder.HasIndex(invite => new { invite.State, invite.Meeting, invite.SeriesFingerprint });
        }
    }
}

public enum InviteState
{
    Issued,
    Cancelled,
}

/// <summary>The names stored for the states: renaming a member must not break a row.</summary>
internal static class InviteStates
{
    public static string Written(InviteState state) => state == InviteState.Issued ? "issued" : "cancelled";

    public static InviteState Read(string written) => written switch
    {
        "issued" => InviteState.Issued,
        "cancelled" => InviteState.Cancelled,
        _ => throw new InvalidOperationException($"A calendar invite has the unknown state “{written}”."),
    };
}
