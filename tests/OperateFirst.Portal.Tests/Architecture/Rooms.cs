using System.Runtime.CompilerServices;

namespace OperateFirst.Portal.Tests.Architecture;

/// <summary>The rooms of the portal and their levels: the table of docs/architecture.md, as a rule.</summary>
/// <param name="root">Namespace above the rooms.</param>
internal sealed class Rooms(string root)
{
    public const string Top = "Program";

    private static readonly Dictionary<string, int> Levels = new()
    {
        ["Data"] = 0,
        ["Hosting"] = 0,
        ["Content"] = 0,
        ["Clock"] = 1,
        ["Ledger"] = 2,
        ["Outbox"] = 2,
        ["Accounts"] = 3,
        ["Projects"] = 4,
        ["Guide"] = 5,
        ["Conversation"] = 5,
        ["Agreements"] = 5,
        ["Meetings"] = 5,
        ["Invitations"] = 6,
        ["Clusters"] = 6,
        ["Onboarding"] = 7,
        ["Review"] = 8,
        ["Reminders"] = 8,
        ["GitHub"] = 9,
        ["Mail"] = 9,
        ["Pages"] = 10,
        ["Commands"] = 10,
        ["Api"] = 10,
        ["CompiledModels"] = 10,
        [Top] = 11,
    };

    private static readonly HashSet<(string From, string To)> Never = [("Pages", "GitHub"), ("Pages", "Mail")];

    public static bool Knows(string room) => Levels.ContainsKey(room);

    public static bool MayImport(string from, string to) =>
        from == to || (Knows(from) && Knows(to) && Levels[to] < Levels[from] && !Never.Contains((from, to)));

    /// <summary>The room of a type; null for what compilers and generators add outside of all rooms.</summary>
    public string? Of(Type type)
    {
        var outer = type;
        while (outer.DeclaringType is { } declaring)
        {
            outer = declaring;
        }

        var space = outer.Namespace ?? "";
        if (space == root || (space.Length == 0 && outer.Name == Top))
        {
            return Top;
        }

        if (space.StartsWith($"{root}.", StringComparison.Ordinal))
        {
            return space[(root.Length + 1)..].Split('.')[0];
        }

        // Compiled Razor files are named for their path: Pages_Projects_Agreement.
        if (space == "AspNetCoreGeneratedDocument")
        {
            return outer.Name.Split('_')[0];
        }

        return space.Length > 0 || outer.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || outer.Name.StartsWith('<') ? null : Top;
    }
}
