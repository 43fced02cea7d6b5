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
        ["Clock"] = 0,
        ["Ledger"] = 1,
        ["Outbox"] = 1,
        ["Accounts"] = 2,
        ["Projects"] = 3,
        ["Guide"] = 4,
        ["Conversation"] = 4,
        ["Agreements"] = 4,
        ["Meetings"] = 4,
        ["Invitations"] = 5,
        ["Clusters"] = 5,
        ["Onboarding"] = 6,
        ["Review"] = 7,
        ["Reminders"] = 7,
        ["GitHub"] = 8,
        ["Mail"] = 8,
        ["Pages"] = 9,
        ["Commands"] = 9,
        ["Api"] = 9,
        [Top] = 10,
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
