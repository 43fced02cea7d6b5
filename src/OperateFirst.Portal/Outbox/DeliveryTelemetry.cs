using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OperateFirst.Portal.Outbox;

/// <summary>What those who watch the portal are told of each try: a span, and numbers by lane and outcome. No recipient, no project, no words of the other side.</summary>
public sealed class DeliveryTelemetry
{
    /// <summary>Of the meter and of the source of spans.</summary>
    public const string Name = "OperateFirst.Portal";

    private const string Sent = "sent";
    private const string Again = "again";
    private const string Postponed = "postponed";
    private const string Parked = "parked";

    private static readonly ActivitySource Source = new(Name);

    private readonly DeliveryLanes lanes;
    private readonly Counter<long> deliveries;
    private readonly Histogram<double> duration;

    public DeliveryTelemetry(IMeterFactory meters, DeliveryLanes lanes)
    {
        this.lanes = lanes;
        var meter = meters.Create(Name);
        deliveries = meter.CreateCounter<long>("portal.deliveries", "{delivery}", "Tries of messages that ended, by how they ended.");
        duration = meter.CreateHistogram<double>("portal.delivery.duration", "s", "How long a try took.");
    }

    /// <summary>In words for a label: "mail", "github", "other".</summary>
    public static string LabelOf(string lane) => lane == DeliveryLane.Rest ? "other" : lane;

    /// <summary>A number that was never told cannot be seen to rise from 0 to 1.</summary>
    public void BeginAtZero()
    {
        foreach (var lane in lanes.All)
        {
            foreach (var outcome in new[] { Sent, Again, Postponed, Parked })
            {
                Count(lane, outcome, 0);
            }
        }
    }

    /// <returns>Null where nobody collects spans.</returns>
    internal static Activity? Begin(OutboxMessage message, DeliveryLane lane) => Source.StartActivity(
        ActivityKind.Consumer,
        name: $"deliver {message.Kind}",
        tags: [new("portal.message.id", message.Id), new("portal.lane", LabelOf(lane.Name)), new("portal.attempt", message.Attempts)]);

    internal void Tried(DeliveryLane lane, TimeSpan took) => duration.Record(took.TotalSeconds, Lane(lane));

    /// <summary>How the try ended has been written down.</summary>
    internal void Ended(DeliveryLane lane, OutboxState state, Delivery outcome)
    {
        var word = (state, outcome) switch
        {
            (OutboxState.Sent, _) => Sent,
            (OutboxState.Parked, _) => Parked,
            (_, Delivery.NotYet) => Postponed,
            _ => Again,
        };
        Count(lane, word, 1);
        if (Activity.Current is { } span && span.Source == Source)
        {
            span.SetTag("portal.outcome", word);
            span.SetStatus(word is Again or Parked ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        }
    }

    private void Count(DeliveryLane lane, string outcome, int some) => deliveries.Add(some, Lane(lane), new KeyValuePair<string, object?>("outcome", outcome));

    private static KeyValuePair<string, object?> Lane(DeliveryLane lane) => new("lane", LabelOf(lane.Name));
}
