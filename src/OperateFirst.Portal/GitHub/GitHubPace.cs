using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>A turn to write, before each request that changes something on GitHub.</summary>
public sealed class GitHubPace(LanePace pace, IEnumerable<DeliveryLane> lanes)
{
    internal const string Lane = "github";

    private readonly DeliveryLane lane = lanes.Single(lane => lane.Name == Lane);

    /// <exception cref="NotYetException">The turns of the minute or of the hour are used up.</exception>
    public async Task TakeTurnAsync(CancellationToken cancel)
    {
        if (await pace.TakeAsync(lane, cancel) is { } next)
        {
            throw new NotYetException("The portal keeps below GitHub's limit of writes.", next);
        }
    }
}

/// <summary>The last thing before a request leaves: a delivery that took too long sends nothing any more.</summary>
internal sealed class DeadlineHandler(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        DeliveryDeadline.Check(time.UtcNow());
        return base.SendAsync(request, cancellationToken);
    }
}
