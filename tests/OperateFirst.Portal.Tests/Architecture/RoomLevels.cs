using System.Reflection;
using System.Text.RegularExpressions;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Architecture;

public sealed partial class RoomLevels
{
    private static readonly Assembly Portal = typeof(OperateFirst.Portal.Content.PortalContent).Assembly;

    [Fact]
    public void A_room_imports_only_rooms_of_a_lower_level() =>
        AssertNone(Uphill(Portal.GetTypes(), "OperateFirst.Portal"), "imports run uphill, see the rooms in docs/architecture.md");

    [Fact]
    public void Every_folder_has_a_level()
    {
        var rooms = new Rooms("OperateFirst.Portal");
        var unknown = Portal.GetTypes().Select(rooms.Of).OfType<string>().Where(room => !Rooms.Knows(room)).Distinct();
        AssertNone(unknown, "folders have no level: give them one in Architecture/Rooms.cs and in docs/architecture.md");
    }

    // Constants and namespaces that nothing of is used leave no trace in the assembly, but in its source.
    [Fact]
    public void A_using_directive_names_only_rooms_of_a_lower_level()
    {
        var source = RepositoryFolder.Combine("src", "OperateFirst.Portal");
        var uphill =
            from file in RepositoryFiles.Under("src/OperateFirst.Portal")
            where file.Path.EndsWith(".cs", StringComparison.Ordinal) || file.Path.EndsWith(".cshtml", StringComparison.Ordinal)
            let parts = Path.GetRelativePath(source, file.FullPath).Split(Path.DirectorySeparatorChar)
            let room = parts.Length > 1 ? parts[0] : Rooms.Top
            from Match match in UsingDirective().Matches(File.ReadAllText(file.FullPath))
            let to = match.Groups["room"].Value
            where !Rooms.MayImport(room, to)
            select $"{file.Path}: {room} -> {to}";
        AssertNone(uphill.Distinct(), "using directives run uphill");
    }

    // The check itself is checked: these types, planted below, break the rule in each way that code can.
    [Fact]
    public void The_check_sees_what_runs_uphill() =>
        Assert.Equal(
            [
                "Accounts.Attributed -> Projects.Target",
                "Content.Awaits -> Pages.Target",
                "Content.CallsInLambda -> Pages.Target",
                "Content.Field -> Pages.Target",
                "Content.Generic -> Pages.Target",
                "GitHub.Neighbour -> Mail.Target",
                "Pages.Sends -> Mail.Target",
            ],
            Uphill(typeof(RoomLevels).Assembly.GetTypes(), $"{typeof(RoomLevels).Namespace}.Planted"));

    private static List<string> Uphill(IEnumerable<Type> types, string root)
    {
        var rooms = new Rooms(root);
        var imports =
            from type in types
            let room = rooms.Of(type)
            where room is not null
            from used in TypeReferences.Of(type)
            where used.Assembly == type.Assembly
            let to = rooms.Of(used)
            where to is not null && !Rooms.MayImport(room, to)
            select $"{Name(room, type)} -> {Name(to, used)}";
        return [.. imports.Distinct().Order(StringComparer.Ordinal)];
    }

    private static string Name(string room, Type type)
    {
        while (type.DeclaringType is { } declaring)
        {
            type = declaring;
        }

        return $"{room}.{type.Name.Split('`')[0]}";
    }

    private static void AssertNone(IEnumerable<string> found, string what)
    {
        var list = found.ToList();
        Assert.True(list.Count == 0, $"{list.Count} {what}:\n{string.Join('\n', list)}");
    }

    [GeneratedRegex(@"^\s*(?:@|global )?using\s+(?:static\s+)?(?:\w+\s*=\s*)?OperateFirst\.Portal\.(?<room>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex UsingDirective();
}
