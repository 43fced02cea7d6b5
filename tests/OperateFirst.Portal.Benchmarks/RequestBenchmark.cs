namespace OperateFirst.Portal.Benchmarks;

/// <summary>What the pages that are opened most cost beside the reference page: for people signed in, and for visitors.</summary>
internal static class RequestBenchmark
{
    private const int Projects = 1000;
    private const double MostTimes = 2;
    private const double MostBytes = 160 * 1024;
    private const double MostOfVisitors = 0.25;

    private static readonly string[] Visited =
        ["/", "/guide", "/agreements", "/agreements/telemetry", "/agreements/commitment", "/agreements/commitment/v/1", "/meetings", "/conversation"];

    public static async Task<int> SignedInAsync(string folder)
    {
        await using var reference = await ReferencePage.StartAsync();
        await using var portal = new MeasuredPortal(await FilledDatabase.OfAsync(Projects, folder));
        using var client = new RawClient(portal.Address);
        var pages = new List<(string Path, Action Ask)>();
        foreach (var (persona, path) in new[] { ("cooktheryan", FilledDatabase.MeasuredProject(Projects)), ("bburns", "/review"), ("cooktheryan", "/projects") })
        {
            var request = RawClient.RequestFor(portal.Address, path, await portal.CookiesOfAsync(persona));
            pages.Add((path, () => client.Ask(request)));
        }

        var costs = Cost.Measure([reference.Ask, .. pages.Select(page => page.Ask)], warmUp: 2000);
        var (verdict, bare) = (new Verdict(), costs[0]);
        Console.WriteLine($"Reference page, 50 rows by EF Core: {bare.Cpu:N0} µs CPU, {bare.Microseconds:N0} µs, {bare.Bytes:N0} B a request");
        foreach (var ((path, _), cost) in pages.Zip(costs.Skip(1)))
        {
            verdict.AtMost($"{path}: CPU, times the reference", cost.Cpu / bare.Cpu, MostTimes, $"{cost.Cpu:N0} µs CPU, {cost.Microseconds:N0} µs");
            verdict.AtMost($"{path}: bytes allocated", cost.Bytes, MostBytes);
        }

        return verdict.Code;
    }

    public static async Task<int> VisitorsAsync(string folder)
    {
        await using var reference = await ReferencePage.StartAsync();
        await using var portal = new MeasuredPortal(await FilledDatabase.OfAsync(Projects, folder));
        using var client = new RawClient(portal.Address);
        var pages = Visited.SelectMany(path => new[] { (path, ""), (path, "Accept-Encoding: gzip, br\r\n") }).ToList();
        var asks = pages.ConvertAll(page =>
        {
            var request = RawClient.RequestFor(portal.Address, page.path, "", page.Item2);
            return (Action)(() => client.Ask(request));
        });
        var costs = Cost.Measure([reference.Ask, .. asks], requests: 300, warmUp: 1500);
        var (verdict, bare) = (new Verdict(), costs[0]);
        Console.WriteLine($"Reference page, 50 rows by EF Core: {bare.Cpu:N0} µs CPU, {bare.Microseconds:N0} µs, {bare.Bytes:N0} B a request");
        foreach (var ((path, packed), cost) in pages.Zip(costs.Skip(1)))
        {
            verdict.AtMost($"{path}{(packed.Length > 0 ? ", packed" : "")}: CPU, of the reference", cost.Cpu / bare.Cpu, MostOfVisitors, $"{cost.Cpu:N0} µs CPU, {cost.Microseconds:N0} µs, {cost.Bytes:N0} B");
        }

        return verdict.Code;
    }
}
