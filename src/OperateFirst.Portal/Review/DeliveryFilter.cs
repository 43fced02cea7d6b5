namespace OperateFirst.Portal.Review;

/// <summary>What a reader of the deliveries wants to see.</summary>
/// <param name="State">One of the words of <see cref="States"/>; empty for every state.</param>
/// <param name="Kind">One of the words of <see cref="Kinds"/>; empty for both.</param>
/// <param name="Beginning">Of the project's short name, the recipient's name or address, in lower case; empty for all.</param>
/// <param name="After">The last message of the page before; null for the first page.</param>
public sealed record DeliveryFilter(string State, string Kind, string Beginning, Guid? After)
{
    public const string Queued = "queued";
    public const string Trying = "trying";
    public const string Sent = "sent";
    public const string Parked = "parked";
    public const string Dropped = "dropped";
    public const string Mail = "mail";
    public const string Issue = "issue";

    /// <summary>The states by the words in the address, in the order they are offered.</summary>
    public static readonly IReadOnlyList<FilterChoice> States =
    [
        new("", "All"),
        new(Parked, "Gave up"),
        new(Trying, "Trying again"),
        new(Queued, "Queued"),
        new(Sent, "Sent"),
        new(Dropped, "Dropped by an operator"),
    ];

    public static readonly IReadOnlyList<FilterChoice> Kinds = [new("", "All"), new(Mail, "E-mail"), new(Issue, "GitHub")];

    public bool IsEmpty => State.Length == 0 && Kind.Length == 0 && Beginning.Length == 0;

    /// <summary>What is not understood is as if it were not there.</summary>
    public static DeliveryFilter Of(string? state, string? kind, string? beginning, string? after)
    {
        return new DeliveryFilter(
            States.FirstOrDefault(known => known.Word == state)?.Word ?? "",
            Kinds.FirstOrDefault(known => known.Word == kind)?.Word ?? "",
            Beginnings.Of(beginning),
            Guid.TryParse(after, out var place) ? place : null);
    }
}
