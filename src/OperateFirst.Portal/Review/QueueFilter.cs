using System.Buffers.Binary;
using System.Buffers.Text;
using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Review;

/// <summary>What a reader of the queue wants to see.</summary>
/// <param name="State">Null for every state.</param>
/// <param name="Kind">Name of a meeting or room; empty for all of them.</param>
/// <param name="Beginning">Of the project's name or short name, in lower case; empty for all projects.</param>
/// <param name="After">The last request of the page before; null for the first page.</param>
public sealed record QueueFilter(InvitationState? State, string Kind, string Beginning, QueuePlace? After)
{
    /// <summary>The states by the words in the address, in the order they are offered.</summary>
    public static readonly IReadOnlyList<(string Word, string Text, InvitationState? State)> States =
    [
        ("waiting", "Waiting for me", InvitationState.Waiting),
        ("sent-back", "Sent back", InvitationState.ChangesAsked),
        ("approved", "Approved", InvitationState.Approved),
        ("declined", "Declined", InvitationState.Declined),
        ("withdrawn", "Withdrawn", InvitationState.Withdrawn),
        ("all", "All", null),
    ];

    /// <summary>What waits is worked off from the oldest on; of the rest the newest is of interest.</summary>
    public bool OldestFirst => State == InvitationState.Waiting;

    public string StateWord => States.First(known => known.State == State).Word;

    /// <summary>What is not understood is as if it were not there.</summary>
    /// <param name="kinds">Names of the meetings and rooms the reader may choose.</param>
    public static QueueFilter Of(string? state, string? kind, string? beginning, string? after, IEnumerable<string> kinds)
    {
        var chosen = States.FirstOrDefault(known => known.Word == state);
        return new QueueFilter(
            chosen.Word is null ? InvitationState.Waiting : chosen.State,
            kinds.FirstOrDefault(known => known == kind) ?? "",
            Beginnings.Of(beginning),
            QueuePlace.Read(after));
    }
}

/// <summary>A request's place in the order of the queue.</summary>
public sealed record QueuePlace(DateTime SinceUtc, Guid Id)
{
    private const int Size = 24;

    /// <summary>For an address; nothing in it is secret, and every value is harmless.</summary>
    public string Written
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            BinaryPrimitives.WriteInt64BigEndian(bytes, SinceUtc.Ticks);
            Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
            return Base64Url.EncodeToString(bytes);
        }
    }

    /// <returns>Null for what was not written by <see cref="Written"/>: the first page then.</returns>
    public static QueuePlace? Read(string? written)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (written is not { Length: 32 } || !Base64Url.IsValid(written) || !Base64Url.TryDecodeFromChars(written, bytes, out var read) || read != Size)
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? new QueuePlace(new DateTime(ticks, DateTimeKind.Utc), new Guid(bytes[8..], bigEndian: true))
            : null;
    }
}
