using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>A promise made in the same commit as the state it follows from: one effect outside, for one recipient.</summary>
public sealed class OutboxMessage
{
    public const int DropReasonLength = 500;

    /// <summary>Longest of what a server's answer is kept of; servers send whole pages.</summary>
    internal const int AnswerLength = 2000;

    private OutboxMessage()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    /// <summary>A stable written name with a version: <c>mail.invitation-requested.v1</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What its kind begins with: see <see cref="DeliveryLane"/>.</summary>
    public string Lane { get; private init; } = "";

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

    /// <summary>The recipient in lower case, and their name, for look-ups by the beginning.</summary>
    public string RecipientKey { get; private init; } = "";

    public string RecipientNameKey { get; private init; } = "";

    /// <summary>When an operator last had it sent again from the start; null where nobody did.</summary>
    public DateTime? SentAgainAtUtc { get; private set; }

    /// <summary>Why an operator gave it up, shown to the project's people; empty where nobody did.</summary>
    public string DropReason { get; private set; } = "";

    public string DroppedByName { get; private set; } = "";

    /// <summary>True until the save has found out whether another one of its kind and order waits.</summary>
    internal bool IsCoalesced { get; set; }

    /// <summary>True where a try before the one that runs may have landed: look before posting.</summary>
    public bool HasEarlierTry => Attempts > 1 || SentAgainAtUtc is not null;

    /// <summary>True for one whose last try failed and that waits for the next.</summary>
    public bool IsRetried => State == OutboxState.Queued && Attempts > 0 && LastError.Length > 0;

    public bool IsBeingDelivered(DateTime now) => State == OutboxState.Queued && LeaseEndsAtUtc > now;

    internal static OutboxMessage Of(MessageDraft draft, DateTime now) => new()
    {
        Kind = draft.Kind,
        Lane = DeliveryLane.NameOf(draft.Kind),
        ProjectId = draft.ProjectId,
        SubjectId = draft.SubjectId,
        Title = draft.Title,
        Recipient = draft.Recipient,
        RecipientName = draft.RecipientName,
        RecipientKey = draft.Recipient.ToLowerInvariant(),
        RecipientNameKey = draft.RecipientName.ToLowerInvariant(),
        OrderKey = draft.OrderKey,
        EnqueuedAtUtc = now,
        DueAtUtc = now,
    };

    /// <summary>What a worker's claim does in the database.</summary>
    internal void BeginTry() => Attempts++;

    internal void Finish(string result, string resultUrl, DateTime now)
    {
        (State, Result, ResultUrl, LastError) = (OutboxState.Sent, FieldChecks.Printable(result, AnswerLength), FieldChecks.Printable(resultUrl, AnswerLength), "");
        End(now);
    }

    internal void Park(string error, DateTime now)
    {
        (State, LastError) = (OutboxState.Parked, FieldChecks.Printable(error, AnswerLength));
        End(now);
    }

    internal void TryAgain(string error, DateTime dueAtUtc)
    {
        (LastError, DueAtUtc) = (FieldChecks.Printable(error, AnswerLength), dueAtUtc);
        (LeaseOwner, LeaseEndsAtUtc) = (null, null);
    }

    /// <summary>What was not sent is no try: one begun by a process that died still counts.</summary>
    internal void Postpone(string reason, DateTime dueAtUtc)
    {
        Attempts--;
        TryAgain(reason, dueAtUtc);
    }

    /// <summary>From the start, under the same id, so that what the first tries did is found again. The last error stays until the next try.</summary>
    internal void SendAgain(DateTime now)
    {
        RefuseWhileDelivered(now);
        if (State is not (OutboxState.Parked or OutboxState.Dropped))
        {
            throw new RuleBrokenException(State == OutboxState.Sent
                ? "This message was sent meanwhile. Nothing was changed."
                : "This message waits for its next try already. Nothing was changed.");
        }

        (State, Attempts, DueAtUtc, SentAgainAtUtc, FinishedAtUtc) = (OutboxState.Queued, 0, now, now, null);
        (DropReason, DroppedByName) = ("", "");
    }

    /// <summary>Does not wait for the next try's time.</summary>
    internal void TryNow(DateTime now)
    {
        RefuseWhileDelivered(now);
        if (State != OutboxState.Queued || DueAtUtc <= now)
        {
            throw new RuleBrokenException(State switch
            {
                OutboxState.Queued => "This message is due already and goes out in a moment. Nothing was changed.",
                OutboxState.Sent => "This message was sent meanwhile. Nothing was changed.",
                _ => "This message does not wait for a try any more. Send it again instead.",
            });
        }

        DueAtUtc = now;
    }

    internal void GiveUp(string reason, string by, DateTime now)
    {
        RefuseWhileDelivered(now);
        if (State is not (OutboxState.Queued or OutboxState.Parked))
        {
            throw new RuleBrokenException(State == OutboxState.Sent
                ? "This message was sent meanwhile, so there is nothing to give up."
                : $"{DroppedByName} has given up this message already. Nothing was changed.");
        }

        (State, DropReason, DroppedByName) = (OutboxState.Dropped, reason, by);
        End(now);
    }

    private void RefuseWhileDelivered(DateTime now)
    {
        if (IsBeingDelivered(now))
        {
            throw new RuleBrokenException("This message is being delivered right now. Look again in a minute.");
        }
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
            builder.Ignore(message => message.IsCoalesced);
            builder.Property(message => message.Kind).HasMaxLength(60);
            builder.Property(message => message.Lane).HasMaxLength(DeliveryLane.NameLength);
            builder.Property(message => message.Title).HasMaxLength(200);
            builder.Property(message => message.Recipient).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(message => message.RecipientName).HasMaxLength(200);
            builder.Property(message => message.OrderKey).HasMaxLength(80);
            builder.Property(message => message.State).HasMaxLength(20).HasConversion(
                state => OutboxStates.Written(state), written => OutboxStates.Read(written));
            builder.Property(message => message.RecipientKey).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(message => message.RecipientNameKey).HasMaxLength(200);
            builder.Property(message => message.DropReason).HasMaxLength(DropReasonLength);
            builder.Property(message => message.DroppedByName).HasMaxLength(200);

            // A worker takes a message by these: what an operator or an earlier owner decides about a message that was taken since does not pass.
            builder.Property(message => message.State).IsConcurrencyToken();
            builder.Property(message => message.LeaseOwner).IsConcurrencyToken();
            builder.Property(message => message.Attempts).IsConcurrencyToken();
            builder.HasIndex(message => new { message.State, message.DueAtUtc });
            builder.HasIndex(message => new { message.Lane, message.State, message.DueAtUtc, message.Id });
            builder.HasIndex(message => new { message.OrderKey, message.State });
            builder.HasIndex(message => message.ProjectId);

            // The operators' list, newest first, and its filters.
            builder.HasIndex(message => new { message.EnqueuedAtUtc, message.Id });
            builder.HasIndex(message => new { message.State, message.EnqueuedAtUtc, message.Id });
            builder.HasIndex(message => message.RecipientKey);
            builder.HasIndex(message => message.RecipientNameKey);
        }
    }
}
