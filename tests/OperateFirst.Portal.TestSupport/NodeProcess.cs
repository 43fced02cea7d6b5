namespace OperateFirst.Portal.TestSupport;

/// <summary>Starts the programs of <c>tests/servers</c>.</summary>
internal static class NodeProcess
{
    public static readonly string Folder = RepositoryFolder.Combine("tests", "servers");

    /// <summary>Standard input stays open: both servers end with it, so none outlives a test run that is killed.</summary>
    public static ChildProcess Start(IEnumerable<string> arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            throw new InvalidOperationException("tests/servers/node_modules is missing: run tests/run once, or npm ci in tests/servers.");
        }

        return ChildProcess.Start("node", arguments, Folder, new Dictionary<string, string?> { ["END_WITH_STDIN"] = "1" });
    }
}
