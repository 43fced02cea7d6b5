using System.Text.RegularExpressions;

namespace OperateFirst.Portal.Tests.Architecture;

public sealed class Repository
{
    // Put together here, so that this file does not find itself.
    private static readonly Regex[] NotInCode =
    [
        new(@"\bDateTime(Offset)?" + @"\.(Utc)?(Now|Today)\b"),
        new("Thread" + @"\.Sleep"),
        new("Task" + @"\.Delay"),
        new("NotImplemented" + "Exception"),
        new(@"\b(TO" + "DO|FIX" + "ME|HA" + @"CK)\b"),
    ];

    private static readonly Regex RegistryHost =
        new(@"nuget\." + @"org|npmjs\." + @"(org|com)|yarnpkg\." + @"com|debian\." + "org", RegexOptions.IgnoreCase);

    private static readonly string[] Generated = ["/Migrations/", "/CompiledModels/"];

    private static readonly string[] Binary = [".png", ".jpg", ".ico", ".woff", ".woff2", ".gz", ".br", ".pdf"];

    [Fact]
    public void No_code_file_is_longer_than_250_lines() =>
        AssertNone(
            from file in Code()
            where !Generated.Any(folder => file.Path.Contains(folder, StringComparison.Ordinal))
            let lines = File.ReadLines(file.FullPath).Count()
            where lines > 250
            select $"{file.Path}: {lines} lines");

    [Fact]
    public void No_page_model_is_longer_than_120_lines() =>
        AssertNone(
            from file in Code()
            where file.Path.EndsWith(".cshtml.cs", StringComparison.Ordinal)
            let lines = File.ReadLines(file.FullPath).Count()
            where lines > 120
            select $"{file.Path}: {lines} lines");

    [Fact]
    public void Code_takes_the_time_from_TimeProvider_and_waits_for_events_and_is_finished() =>
        AssertNone(Code().SelectMany(file => LinesWith(file, NotInCode)));

    [Fact]
    public void No_file_names_a_package_registry() =>
        AssertNone(RepositoryFiles.All.Where(file => !Binary.Contains(Path.GetExtension(file.Path))).SelectMany(file => LinesWith(file, RegistryHost)));

    private static IEnumerable<RepositoryFile> Code() =>
        RepositoryFiles.Under("src", "tests").Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    private static IEnumerable<string> LinesWith(RepositoryFile file, params Regex[] needles) =>
        File.ReadLines(file.FullPath).Index()
            .Where(line => needles.Any(needle => needle.IsMatch(line.Item)))
            .Select(line => $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}");

    private static void AssertNone(IEnumerable<string> found)
    {
        var list = found.ToList();
        Assert.True(list.Count == 0, $"{list.Count} places:\n{string.Join('\n', list)}");
    }
}
