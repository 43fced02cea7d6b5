using System.Globalization;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>Ten minutes at 200 requests a second on the published portal, by <c>load.mjs</c>: what it keeps resident, and whether that grows.</summary>
internal static class SoakBenchmark
{
    private const int Seconds = 600;

    public static async Task<int> RunAsync(string folder)
    {
        var database = OutboxBenchmark.CopyOf(await FilledDatabase.OfAsync(1000, folder), "soak");
        var port = Loopback.FreePort();
        await using var portal = PublishedPrograms.StartPortal(await PublishedPrograms.PortalAsync(folder), database, port);
        using var client = new HttpClient { BaseAddress = Loopback.Address(port) };
        await Until.TrueAsync("the portal answers", async () => await AnswersAsync(client), TimeSpan.FromMinutes(1), CancellationToken.None);
        await using var load = ChildProcess.Start(
            "node",
            [
                "load.mjs", "--address", client.BaseAddress.ToString(), "--project", FilledDatabase.MeasuredProject(1000).Split('/')[^1],
                "--seconds", Seconds.ToString(CultureInfo.InvariantCulture), "--pid", portal.Id.ToString(CultureInfo.InvariantCulture),
            ],
            RepositoryFolder.Combine("tests", "OperateFirst.Portal.Benchmarks"));
        var code = await load.WaitForExitAsync(TimeSpan.FromSeconds(Seconds + 60));
        Console.WriteLine(load.Output);
        return code;
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
