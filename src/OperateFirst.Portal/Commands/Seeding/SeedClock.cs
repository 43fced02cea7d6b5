using Microsoft.AspNetCore.Http;

namespace OperateFirst.Portal.Commands.Seeding;

/// <summary>The time of the seed: set before each deed, so that everything the rooms write bears it.</summary>
internal sealed class SeedClock : TimeProvider
{
    private DateTime now;

    public void Set(DateTime utc) => now = DateTime.SpecifyKind(utc, DateTimeKind.Utc);

    public override DateTimeOffset GetUtcNow() => new(now);
}

/// <summary>Whoever acts at the moment, where a request of the web would say so.</summary>
internal sealed class SeedActor : IHttpContextAccessor
{
    public HttpContext? HttpContext { get; set; }
}
