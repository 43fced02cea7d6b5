using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Commands.Seeding;

internal enum SeedDeed
{
    Read,
    Accept,
    AddMember,
    Join,
    Ask,
    SendBack,
    Change,
    Decline,
    Approve,
    GetCluster,
    Withdraw,
    Close,
}

/// <param name="What">Name of the agreement, the list, the meeting or the room it is about.</param>
internal sealed record SeedStep(DateTime AtUtc, SeedDeed Deed, string What);

internal sealed record SeedPerson(string Login, string Name)
{
    public string Email => $"{Login}@example.org";
}

/// <summary>One project's life, drawn before anything is written.</summary>
internal sealed record SeedPlan(int Index, ProjectForm Form, SeedPerson Lead, IReadOnlyList<SeedPerson> Members, DateTime RegisteredAtUtc, IReadOnlyList<SeedStep> Steps)
{
    /// <summary>For what is left to chance while it is carried out.</summary>
    public required Random Chance { get; init; }

    /// <summary>True where the last thing happened within the hour, so that its messages may still be under way.</summary>
    public bool IsFresh => Index % 25 == 0;

    /// <summary>True where one of its messages could not be delivered.</summary>
    public bool HasTrouble => Index % 20 == 7;
}

/// <summary>What the content file has that projects take part in.</summary>
internal sealed record SeedTargets(IReadOnlyList<string> Rooms, IReadOnlyList<string> Channels);
