namespace OperateFirst.Portal.Outbox;

/// <summary>
/// Where messages go, by what their kind begins with: <c>mail</c>, <c>github</c>. Each lane is worked on by itself, so that a
/// mail server that does not answer holds up no issue.
/// </summary>
/// <param name="AtOnce">How many of its messages one process delivers at the same time.</param>
public sealed record DeliveryLane(string Name, int AtOnce)
{
    public const int NameLength = 20;

    /// <summary>Takes what no other lane takes.</summary>
    internal const string Rest = "";

    /// <summary>The most writes in any 60 seconds, of all replicas together; null for no limit.</summary>
    public int? WritesPerMinute { get; init; }

    /// <summary>The most writes in any hour, of all replicas together; null for no limit.</summary>
    public int? WritesPerHour { get; init; }

    public bool IsPaced => WritesPerMinute is not null || WritesPerHour is not null;

    /// <summary>The lane of a message kind: <c>mail</c> of <c>mail.invitation-requested.v1</c>.</summary>
    internal static string NameOf(string kind)
    {
        var name = kind.Split('.')[0];
        return name.Length <= NameLength ? name : name[..NameLength];
    }
}

/// <summary>The lanes that the rooms have registered, and one for all other messages.</summary>
public sealed class DeliveryLanes(IEnumerable<DeliveryLane> lanes)
{
    private readonly List<DeliveryLane> named = [.. lanes];

    public IReadOnlyList<DeliveryLane> All => [.. named, new DeliveryLane(DeliveryLane.Rest, 1)];

    /// <returns>Null for a lane that no room has registered.</returns>
    public DeliveryLane? Find(string name) => named.Find(lane => lane.Name == name);

    internal IQueryable<OutboxMessage> Of(IQueryable<OutboxMessage> messages, DeliveryLane lane)
    {
        var names = named.Select(other => other.Name).ToList();
        return lane.Name == DeliveryLane.Rest
            ? messages.Where(message => !names.Contains(message.Lane))
            : messages.Where(message => message.Lane == lane.Name);
    }
}
