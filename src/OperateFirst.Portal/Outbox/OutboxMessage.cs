using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>A promise made in the same commit as the state it follows from: one effect outside, for one recipient.</summary>
public sealed class OutboxMessage
{
    private OutboxMessage()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    /// <summary>A stable written name with a version: <c>mail.invitation-requested.v1</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The project whose people see this delivery; null for none.</summary>
    public Guid? ProjectId { get; init; }

    /// <summary>Id of what the message is about (a request, an acceptance). The text is rendered from it when sent.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>What people read about it: "E-mail to Bill Burns".</summary>
    public required string Title { get; init; }

    /// <summary>The e-mail address, or empty where the kind alone says where it goes.</summary>
    public string Recipient { get; init; } = "";

    public string RecipientName { get; init; } = "";

    /// <summary>Messages of one key are delivered one after the other; empty: no order.</summary>
    public string OrderKey { get; init; } = "";

    public DateTime EnqueuedAtUtc { get; private init; }

    public DateTime DueAtUtc { get; private set; }

    /// <summary>Tries begun so far.</summary>
    public int Attempts { get; private set; }

    public Guid? LeaseOwner { get; private set; }

    public DateTime? LeaseEndsAtUtc { get; private set; }

    public OutboxState State { get; private set; }

    public DateTime? FinishedAtUtc { get; private set; }

    /// <summary>What was done, for people: "Issue #12 opened".</summary>
    public string Result { get; private set; } = "";

    /// <summary>An address people can open to see the effect, or empty.</summary>
    public string ResultUrl { get; private set; } = "";

    public string LastError { get; private set; } = "";

    internal static OutboxMessage Of(MessageDraft draft, DateTime now) => new()
    {
        Kind = draft.Kind,
        ProjectId = draft.ProjectId,
        SubjectId = draft.SubjectId,
        Title = draft.Title,
        Recipient = draft.Recipient,
        RecipientName = draft.RecipientName,
        OrderKey = draft.OrderKey,
        EnqueuedAtUtc = now,
        DueAtUtc = now,
    };

    internal void Finish(string result, string resultUrl, DateTime now)
    {
        (State, Result, ResultUrl, LastError) = (OutboxState.Sent, result, resultUrl, "");
        End(now);
    }

    internal void Park(string error, DateTime now)
    {
        (State, LastError) = (OutboxState.Parked, error);
        End(now);
    }

    internal void TryAgain(string error, DateTime dueAtUtc)
    {
        (LastError, DueAtUtc) = (error, dueAtUtc);
        (LeaseOwner, LeaseEndsAtUtc) = (null, null);
    }

    private void End(DateTime now)
    {
        FinishedAtUtc = now;
        (LeaseOwner, LeaseEndsAtUtc) = (null, null);
    }

    internal sealed class Configuration : IEntityTypeConfiguration<OutboxMessage>
    {
        public void Configure(EntityTypeBuilder<OutboxMessage> builder)
        {
            builder.ToTable("OutboxMessages");
            builder.Property(message => message.Id).ValueGeneratedNever();
            builder.Property(message => message.Kind).HasMaxLength(60);
            builder.Property(message => message.Title).HasMaxLength(200);
            builder.Property(message => message.Recipient).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(message => message.RecipientName).HasMaxLength(200);
            builder.Property(message => message.OrderKey).HasMaxLength(80);
            builder.Property(message => message.State).HasMaxLength(20).HasConversion(
                state => OutboxStates.Written(state), written => OutboxStates.Read(written));
            builder.HasIndex(message => new { message.State, message.DueAtUtc });
            builder.HasIndex(message => new { message.OrderKey, message.State });
            builder.HasIndex(message => message.ProjectId);
        }
    }
}

public enum OutboxState
{
    Queued,
    Sent,
    Parked,
}

/// <summary>The names stored for the states: renaming a member must not break a row.</summary>
internal static class OutboxStates
{
    public static string Written(OutboxState state) => state switch
    {
        OutboxState.Queued => "queued",
        OutboxState.Sent => "sent",
        OutboxState.Parked => "parked",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static OutboxState Read(string written) => written switch
    {
        "queued" => OutboxState.Queued,
        "sent" => OutboxState.Sent,
        "parked" => OutboxState.Parked,
        _ => throw new InvalidOperationException($"A message has the unknown state “{written}”."),
    };
}
