using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deploy;

/// <summary>The published program as a platform runs it: as a user that owns nothing, in group 0, from a folder that cannot be written.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PublishedStartTests : IDisposable
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private static readonly string[] AsSomebody = ["--reuid=987654", "--regid=0", "--clear-groups"];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var path in Directory.EnumerateDirectories(folder.Path, "*", SearchOption.AllDirectories).Prepend(folder.Path))
        {
            File.SetUnixFileMode(path, Readable | UnixFileMode.UserWrite);
        }

        folder.Dispose();
    }

    [Fact]
    public async Task It_starts_as_another_user_where_root_runs_the_tests_on_a_read_only_folder_and_writes_to_its_data_alone()
    {
        var (program, data, port) = (await CopyAsync(), Folder("data", Readable | UnixFileMode.UserWrite | UnixFileMode.GroupWrite), Loopback.FreePort());
        var before = Snapshot(program);
        await using var portal = await StartAsync(program, data, Loopback.Address(port));
        using var client = new HttpClient { BaseAddress = Loopback.Address(port) };

        using var ready = await WaitUntilReadyAsync(portal, client);
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation);
        var sheet = Regex.Match(page, "href=\"(?<path>/css/[^\"]+)\"").Groups["path"].Value;
        using var css = await client.GetAsync(new Uri(sheet, UriKind.Relative), Cancellation);
        using var hook = await client.PostAsync(new Uri("/webhooks/github?from=somebody@example.org", UriKind.Relative), null, Cancellation);
        await portal.SignalAsync("TERM");
        var exitCode = await portal.WaitForExitAsync(TimeSpan.FromSeconds(15), Cancellation);

        Assert.True(ready.StatusCode == HttpStatusCode.OK, portal.Output);
        Assert.Equal((HttpStatusCode.OK, "text/css"), (css.StatusCode, css.Content.Headers.ContentType?.MediaType));
        Assert.True(exitCode == 0, portal.Output);
        Assert.Equal(before, Snapshot(program));
        Assert.Equal([], Directory.EnumerateFileSystemEntries(folder.Combine("nothing")));
        Assert.True(File.Exists(Path.Combine(data, "portal.db")));
        AssertLog(portal.Lines);
    }

    // Compact JSON, each line of a request with the id of its trace, and no address of anybody.
    private static void AssertLog(IReadOnlyList<string> lines)
    {
        var events = lines.Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)).ToList();
        var request = Assert.Single(events, line => $"{line?["RequestPath"]}" == "/webhooks/github");

        Assert.Equal(("POST", "404"), ($"{request?["RequestMethod"]}", $"{request?["StatusCode"]}"));
        Assert.Matches("^[0-9a-f]{32}$", $"{request?["@tr"]}");
        Assert.Matches("^[0-9a-f]{16}$", $"{request?["@sp"]}");
        Assert.DoesNotContain(lines, line => line.Contains("example.org", StringComparison.Ordinal) && !line.Contains("portal.example.org", StringComparison.Ordinal));
        Assert.All(lines.Where(line => !line.StartsWith('{')), line => Assert.Matches("^(The portal is open at|Deliveries to a folder)", line));
    }

    private async Task<string> CopyAsync()
    {
        var (from, to) = (await PublishedPortal.FolderAsync(), folder.Combine("program"));
        File.SetUnixFileMode(folder.Path, Readable | UnixFileMode.UserWrite);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.Contains("App_Data", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy) ?? to);
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        foreach (var path in Directory.EnumerateDirectories(to, "*", SearchOption.AllDirectories).Prepend(to))
        {
            File.SetUnixFileMode(path, Readable);
        }

        return to;
    }

    private string Folder(string name, UnixFileMode mode)
    {
        var path = folder.Combine(name);
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    private async Task<ChildProcess> StartAsync(string program, string data, Uri address)
    {
        var nothing = Folder("nothing", Readable);
        string[] command = ["dotnet", Path.Combine(program, "OperateFirst.Portal.dll")];
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority),
            ["DOTNET_EnableDiagnostics"] = "0",
            ["HOME"] = null,
            ["TMPDIR"] = nothing,
            ["Portal__Address"] = "https://portal.example.org",
            ["Database__ConnectionString"] = $"Data Source={Path.Combine(data, "portal.db")}",
            ["Deliveries__Issues"] = "Folder",
            ["Deliveries__Mail"] = "Folder",
            ["Deliveries__Folder"] = Path.Combine(data, "deliveries"),
            ["SignIn__GitHub__ClientId"] = "client",
            ["SignIn__GitHub__ClientSecret"] = "secret",
            ["Roles__Operators__0"] = "github:operator",
            ["Roles__Coordinators__bill-burns__0"] = "github:bburns",
        };
        if (await MayBeSomebodyElseAsync())
        {
            return ChildProcess.Start("setpriv", [.. AsSomebody, .. command], "/", environment);
        }

        TestContext.Current.AddWarning("Started as the same user: only root may start it as another, with setpriv and a runtime that others can read.");
        return ChildProcess.Start(command[0], command[1..], "/", environment);
    }

    // Only root may, and where the runtime lies in root's own home nobody else can start it.
    private static async Task<bool> MayBeSomebodyElseAsync()
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/setpriv"))
        {
            return false;
        }

        await using var attempt = ChildProcess.Start("setpriv", [.. AsSomebody, "dotnet", "--list-runtimes"], "/");
        return await attempt.WaitForExitAsync(cancellationToken: Cancellation) == 0;
    }

    private static async Task<HttpResponseMessage> WaitUntilReadyAsync(ChildProcess portal, HttpClient client)
    {
        HttpResponseMessage? answer = null;
        await Until.TrueAsync("the portal answers", async () =>
        {
            Assert.False(portal.HasExited, portal.Output);
            try
            {
                answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancellation);
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, cancellationToken: Cancellation);
        return answer ?? throw new InvalidOperationException("No answer.");
    }

    private static List<string> Snapshot(string path) =>
        [.. new DirectoryInfo(path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(entry => $"{entry.FullName} {entry.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal)];
}
