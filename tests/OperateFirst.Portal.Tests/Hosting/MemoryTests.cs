using System.Net;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>What the whole process holds says something of one test only while no other runs.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Nothing that arrives makes the program grow.</summary>
[Collection(nameof(Alone))]
public sealed class MemoryTests
{
    // In MiB: what the cache of visitors' pages may hold.
    private const int MostKept = 16;

    [Fact(Explicit = true)]
    public Task Ten_thousand_malformed_requests_fail_nothing_in_the_program_and_leave_no_memory_behind() => MalformedRequestTests.SendAsync(10_000, MostKept + 8);

    [Fact(Explicit = true)]
    public async Task However_many_addresses_ask_the_memory_stays_bounded()
    {
        await using var portal = new InProcessPortal(new() { ["RateLimits:Requests"] = "1200" });
        using var visitor = portal.CreateClient(new() { BaseAddress = InProcessPortal.Address, AllowAutoRedirect = false });
        var addresses = 0;
        async Task AskAsync(int count)
        {
            for (var i = 0; i < count; i++, addresses++)
            {
                portal.VisitorsAddress = new IPAddress([0x20, 1, 0xd, 0xb8, (byte)(addresses >> 16), (byte)(addresses >> 8), (byte)addresses, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
                using var answer = await visitor.GetAsync("/projects", TestContext.Current.CancellationToken);
            }
        }

        var start = GC.GetTotalMemory(forceFullCollection: true);
        await AskAsync(50_000);
        var half = GC.GetTotalMemory(forceFullCollection: true);
        await AskAsync(50_000);
        var end = GC.GetTotalMemory(forceFullCollection: true);

        TestContext.Current.TestOutputHelper?.WriteLine($"50,000 addresses: {(half - start) / 1024 / 1024} MiB, another 50,000: {(end - half) / 1024 / 1024} MiB");
        Assert.InRange((end - half) / 1024 / 1024, -1_000, 10);
    }
}
