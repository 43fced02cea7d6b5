using System.Diagnostics;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>The portal and the reference as they are published for a machine: Release, ReadyToRun, over the installed runtime.</summary>
internal static class PublishedPrograms
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<string> PortalAsync(string folder) =>
        Path.Combine(await OfAsync(RepositoryFolder.Combine("src", "OperateFirst.Portal"), Path.Combine(folder, "published", "portal")), "OperateFirst.Portal.dll");

    public static async Task<string> ReferenceAsync(string folder) =>
        Path.Combine(await OfAsync(RepositoryFolder.Combine("tests", "OperateFirst.Portal.Reference"), Path.Combine(folder, "published", "reference")), "OperateFirst.Portal.Reference.dll");

    public static ChildProcess StartPortal(string program, string database, int port) => ChildProcess.Start(
        "dotnet", [program], Path.GetDirectoryName(program) ?? "",
        new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = Loopback.Address(port).GetLeftPart(UriPartial.Authority),
            ["Database__ConnectionString"] = $"Data Source={database}",
            ["Deliveries__Folder"] = $"{database}-deliveries",
            ["RateLimits__Requests"] = "0",
            ["Serilog__MinimumLevel__Default"] = "Error",

            // As docs/deploy sets it.
            ["MALLOC_ARENA_MAX"] = "2",
        });

    private static async Task<string> OfAsync(string project, string output)
    {
        if (!Directory.Exists(output))
        {
            await using var publish = ChildProcess.Start(
                "dotnet", ["publish", project, "-c", "Release", "-r", "linux-x64", "--no-self-contained", "-p:PublishReadyToRun=true", "-v", "q", "-o", output], RepositoryFolder.Root);
            if (await publish.WaitForExitAsync(Patience) != 0)
            {
                throw new InvalidOperationException(publish.Output);
            }
        }

        return output;
    }
}
