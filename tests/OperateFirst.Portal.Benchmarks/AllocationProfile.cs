using System.Diagnostics.Tracing;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>Which types a page allocates, by the runtime's samples of every 100 KB.</summary>
internal static class AllocationProfile
{
    private const int Requests = 2000;
    private const int Shown = 40;

    public static async Task<int> RunAsync(string folder, string persona, string path)
    {
        await using var portal = new MeasuredPortal(await FilledDatabase.OfAsync(1000, folder));
        using var client = new RawClient(portal.Address);
        var request = RawClient.RequestFor(portal.Address, path, persona == "-" ? "" : await portal.CookiesOfAsync(persona));
        for (var warm = 0; warm < 300; warm++)
        {
            client.Ask(request);
        }

        using var samples = new Samples();
        for (var asked = 0; asked < Requests; asked++)
        {
            client.Ask(request);
        }

        samples.Stop();
        foreach (var (type, bytes) in samples.ByType.OrderByDescending(pair => pair.Value).Take(Shown))
        {
            Console.WriteLine($"{bytes / Requests,12:N0} B a request   {type}");
        }

        Console.WriteLine($"{samples.ByType.Values.Sum() / Requests,12:N0} B a request in all");
        return 0;
    }

    private sealed class Samples : EventListener
    {
        private const EventKeywords Collector = (EventKeywords)1;
        private EventSource? runtime;

        public Dictionary<string, long> ByType { get; } = [];

        public void Stop()
        {
            if (runtime is not null)
            {
                DisableEvents(runtime);
            }
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            {
                runtime = eventSource;
                EnableEvents(eventSource, EventLevel.Verbose, Collector);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true || eventData.Payload is not { } payload || eventData.PayloadNames is not { } names)
            {
                return;
            }

            var type = payload[names.IndexOf("TypeName")] as string ?? "";
            var bytes = Convert.ToInt64(payload[names.IndexOf("AllocationAmount64")], System.Globalization.CultureInfo.InvariantCulture);
            lock (ByType)
            {
                ByType[type] = ByType.GetValueOrDefault(type) + bytes;
            }
        }
    }
}
