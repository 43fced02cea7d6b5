namespace OperateFirst.Portal.TestSupport;

/// <summary>The portal as it is deployed: unpublished output serves its style sheets in Development only.</summary>
public static class PublishedPortal
{
    private static readonly Lazy<Task<string>> Publishing = new(PublishAsync);

    /// <summary>Folder of the published portal: the one that PORTAL_TEST_PUBLISHED names, else published once from the present build.</summary>
    public static Task<string> FolderAsync() => Publishing.Value;

    private static async Task<string> PublishAsync()
    {
        if (Environment.GetEnvironmentVariable("PORTAL_TEST_PUBLISHED") is { Length: > 0 } given)
        {
            return given;
        }

        var folder = Path.Combine(AppContext.BaseDirectory, "published-portal");
        var project = RepositoryFolder.Combine("src", "OperateFirst.Portal", "OperateFirst.Portal.csproj");
#if DEBUG
        const string Configuration = "Debug";
#else
        const string Configuration = "Release";
#endif
        await using var publish = ChildProcess.Start(
            "dotnet", ["publish", project, "--no-build", "--configuration", Configuration, "--output", folder], RepositoryFolder.Root,
            new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1" });
        var result = await publish.WaitForExitAsync(TimeSpan.FromMinutes(3));
        return result == 0 ? folder : throw new InvalidOperationException($"Could not publish the portal:\n{publish.Output}");
    }
}
