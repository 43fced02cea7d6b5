namespace OperateFirst.Portal.Benchmarks;

/// <summary>What pages, and the taking of a message, cost over 1,000 and over many projects, in time and in bytes allocated by the whole process.</summary>
internal static class PagesBenchmark
{
    private const int Few = 1000;
    private const double Most = 1.5;

    private static readonly (string Persona, string Path)[] Pages =
    [
        ("", "/"),
        ("", "/meetings?fresh"),
        ("cooktheryan", "/projects"),
        ("cooktheryan", "PROJECT"),
        ("cooktheryan", "PROJECT/history"),
        ("cooktheryan", "PROJECT/members"),
        ("cooktheryan", "PROJECT/agreements/commitment"),
        ("cooktheryan", "PROJECT/agreements/commitment/receipt"),
        ("cooktheryan", "PROJECT/invitations/coordination"),
        ("cooktheryan", "PROJECT/issue"),
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
        ("operator", "/operations/deliveries"),
        ("operator", "/operations/texts"),
        ("operator", "/operations/holds"),
        ("operator", "/operations/ledger"),
    ];

    /// <param name="open">Makes the database, or finds it.</param>
    public static async Task<int> RunAsync(int many, Func<int, Task<string>> open)
    {
        var verdict = new Verdict();
        var (small, large) = (await open(Few), await open(many));

        // After the filling: a connection that asks nothing for minutes is given up.
        await using var reference = await ReferencePage.StartAsync();
        await using (var few = await Side.OpenAsync(small, Few))
        await using (var all = await Side.OpenAsync(large, many))
        {
            var bare = Cost.Measure([reference.Ask])[0];
            Console.WriteLine($"Reference page, 50 rows by EF Core: {bare.Microseconds:N0} µs, {bare.Bytes:N0} B a request. Pages over {Few:N0} and over {many:N0} projects:");
            foreach (var (persona, path) in Pages)
            {
                var sides = Cost.Measure([few.For(persona, path), all.For(persona, path)], requests: 60, warmUp: 120);
                verdict.AtMost(path, sides[1].Microseconds / sides[0].Microseconds, Most, $"{sides[0].Microseconds,7:N0} µs {sides[1].Microseconds,7:N0} µs");
                verdict.AtMost($"{path}: bytes", sides[1].Bytes / sides[0].Bytes, Most, $"{sides[0].Bytes,9:N0} {sides[1].Bytes,9:N0}");
            }
        }

        var (some, most) = (await OutboxBenchmark.MedianClaimAsync(small), await OutboxBenchmark.MedianClaimAsync(large));
        verdict.AtMost("claim of a message", most / some, Most, $"{some:N2} ms {most:N2} ms");
        return verdict.Code;
    }

    /// <summary>The program over one of the databases, and its signed-in visitors.</summary>
    private sealed class Side(MeasuredPortal portal, RawClient client, Dictionary<string, string> cookies, string project) : IAsyncDisposable
    {
        public static async Task<Side> OpenAsync(string database, int projects)
        {
            var portal = new MeasuredPortal(database);
            var cookies = new Dictionary<string, string> { [""] = "" };
            foreach (var persona in Pages.Select(page => page.Persona).Where(persona => persona.Length > 0).Distinct())
            {
                cookies.Add(persona, await portal.CookiesOfAsync(persona));
            }

            return new Side(portal, new RawClient(portal.Address), cookies, FilledDatabase.MeasuredProject(projects));
        }

        public Action For(string persona, string path)
        {
            var request = RawClient.RequestFor(portal.Address, path.Replace("PROJECT", project, StringComparison.Ordinal), cookies[persona]);
            return () => client.Ask(request);
        }

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return portal.DisposeAsync();
        }
    }
}
