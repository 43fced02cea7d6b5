using System.Globalization;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>Measures what the first argument names. See docs/performance.md.</summary>
internal static class Benchmark
{
    public static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return args switch
        {
            ["requests", .. var rest] => await RequestBenchmark.SignedInAsync(Folder(rest)),
            ["visitors", .. var rest] => await RequestBenchmark.VisitorsAsync(Folder(rest)),
            ["allocations", var persona, var path, .. var rest] => await AllocationProfile.RunAsync(Folder(rest), persona, path),
            ["outbox", .. var rest] => await OutboxBenchmark.RunAsync(Folder(rest)),
            ["claim", .. var rest] => await OutboxBenchmark.ClaimAsync(Folder(rest)),
            ["accept", .. var rest] => await AcceptBenchmark.RunAsync(Folder(rest)),
            ["pages", var projects, "--server", var server] => await PagesBenchmark.RunAsync(Number(projects), count => FilledDatabase.OnServerAsync(count, server)),
            ["pages", var projects, .. var rest] => await PagesBenchmark.RunAsync(Number(projects), OfFolder(Folder(rest))),
            ["start", .. var rest] => await StartBenchmark.RunAsync(Folder(rest)),
            ["soak", .. var rest] => await SoakBenchmark.RunAsync(Folder(rest)),
            ["export", .. var rest] => await ExportBenchmark.RunAsync(Folder(rest)),
            ["ledger", .. var rest] => await LedgerBenchmark.RunAsync(Folder(rest)),
            ["fill", var projects, var file] => await FilledDatabase.FillAsync(file, Number(projects)),
            _ => Usage(),
        };
    }

    // Databases take a minute to fill: in a folder that is named they are kept and used again.
    private static string Folder(string[] rest) => rest is ["--keep", var folder] ? folder : Path.Combine(Path.GetTempPath(), $"portal-benchmark-{Guid.NewGuid():N}");

    private static Func<int, Task<string>> OfFolder(string folder) => projects => FilledDatabase.OfAsync(projects, folder);

    private static int Number(string projects) => int.Parse(projects, CultureInfo.InvariantCulture);

    private static int Usage()
    {
        Console.Error.WriteLine("""
            Say what to measure:
              requests [--keep FOLDER] signed-in pages beside a bare page
              visitors [--keep FOLDER] visitors' pages beside a bare page
              accept [--keep FOLDER]   16 writers that accept beside 16 that write two rows
              outbox [--keep FOLDER]   e-mails to a server on this machine
              claim [--keep FOLDER]    a claim beside 1,000,000 finished messages
              allocations PERSONA PATH what a page allocates, by type
              pages PROJECTS [--keep FOLDER | --server CONNECTION]
                                       pages over 1,000 and so many projects, on SQLite or PostgreSQL
              start [--keep FOLDER]    the first page of the published portal
              soak [--keep FOLDER]     ten minutes at 200 requests a second, by load.mjs
              export [--keep FOLDER]   the CSV of 10,000 and 100,000 projects
              ledger [--keep FOLDER]   the check of 1,000,000 ledger entries
              fill PROJECTS FILE       fills a database alone
            """);
        return 2;
    }
}
