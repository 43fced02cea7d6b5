namespace OperateFirst.Portal.Benchmarks;

/// <summary>What a page costs over 100 and over 100,000 projects, in time and in bytes allocated by the whole process.</summary>
internal static class PagesBenchmark
{
    private const int Few = 100;
    private const int Many = 100_000;

    private static readonly (string Persona, string Path)[] Pages =
    [
        ("bburns", "/review"),
        ("bburns", "/review?state=approved&kind=coordination"),
        ("bburns", "/review?project=project-0000"),
        ("operator", "/operations/agreements"),
        ("operator", "/operations/agreements?state=missing&agreement=commitment"),
        ("operator", "/operations/agreements?state=missing-or-overdue"),
        ("operator", "/operations/agreements?agreement=both&state=accepted&step=5"),
        ("operator", "/operations/agreements?q=project-0000"),
        ("operator", "/operations/agreements?after=project-000040"),
        ("operator", "/operations/projects"),
    ];

    public static async Task<int> RunAsync(string folder)
    {
        await using var reference = await ReferencePage.StartAsync();
        await using var few = await Side.OpenAsync(await FilledDatabase.OfAsync(Few, folder));
        await using var many = await Side.OpenAsync(await FilledDatabase.OfAsync(Many, folder));
        var (referenceTime, _, referenceBytes) = Cost.Measure([reference.Ask])[0];
        Console.WriteLine($"Reference page, 50 rows by EF Core: {referenceTime:N0} µs, {referenceBytes:N0} B a request");
        Console.WriteLine($"{"page",-66}{Few,10:N0}{Many,12:N0}   ratio     bytes {Few:N0}      bytes {Many:N0}   ratio   to the reference page");
        var worst = 0.0;
        foreach (var (persona, path) in Pages)
        {
            var sides = Cost.Measure([few.For(persona, path), many.For(persona, path)]);
            var (time, bytes) = (sides[1].Microseconds / sides[0].Microseconds, sides[1].Bytes / sides[0].Bytes);
            worst = Math.Max(worst, Math.Max(time, bytes));
            Console.WriteLine(
                $"{path,-66}{sides[0].Microseconds,7:N0} µs{sides[1].Microseconds,9:N0} µs{time,8:N2}{sides[0].Bytes,15:N0}{sides[1].Bytes,18:N0}{bytes,8:N2}" +
                $"{sides[1].Microseconds / referenceTime,8:N1} times, {sides[1].Bytes / referenceBytes:N1} bytes");
        }

        Console.WriteLine($"The worst ratio is {worst:N2}.");
        return worst <= 1.5 ? 0 : 1;
    }

    /// <summary>The program over one of the databases, and its signed-in visitors.</summary>
    private sealed class Side(MeasuredPortal portal, RawClient client, Dictionary<string, string> cookies) : IAsyncDisposable
    {
        public static async Task<Side> OpenAsync(string file)
        {
            var portal = new MeasuredPortal(file);
            var cookies = new Dictionary<string, string>();
            foreach (var persona in Pages.Select(page => page.Persona).Distinct())
            {
                cookies.Add(persona, await portal.CookiesOfAsync(persona));
            }

            return new Side(portal, new RawClient(portal.Address), cookies);
        }

        public Action For(string persona, string path)
        {
            var request = RawClient.RequestFor(portal.Address, path, cookies[persona]);
            return () => client.Ask(request);
        }

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return portal.DisposeAsync();
        }
    }
}
