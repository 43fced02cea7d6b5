namespace OperateFirst.Portal.Onboarding;

public enum StepKind
{
    Register = 1,
    Environment = 2,
    Telemetry = 3,
    Commitment = 4,
    Conversation = 5,
    Coordination = 6,
    SprintPlanning = 7,
    ClusterAccess = 8,
}

public enum StepState
{
    YourTurn,
    Waiting,
    Blocked,
    Overdue,
    Done,

    /// <summary>Not done, and the project is closed.</summary>
    Stopped,
}

/// <summary>One step of the journey: where it stands, who has the ball and since when, and what is next.</summary>
public sealed record JourneyStep
{
    public required StepKind Kind { get; init; }
    public required string Title { get; init; }
    public required StepState State { get; init; }
    public required DateTime SinceUtc { get; init; }

    /// <summary>Since when the project could do it, as far as the facts tell.</summary>
    public required DateTime OpenedUtc { get; init; }

    /// <summary>The coordinator who has the ball; empty where the project's people have it, or nobody has.</summary>
    public string WaitsFor { get; init; } = "";

    /// <summary>Name of the meeting or room whose request waits; empty where none does.</summary>
    public string WaitsOn { get; init; } = "";

    /// <summary>Numbers of the steps that block this one; none where an operator's pause does.</summary>
    public IReadOnlyList<int> BlockedBy { get; init; } = [];

    /// <summary>Why it is blocked, was sent back or declined; else empty.</summary>
    public string Why { get; init; } = "";

    /// <summary>Where it stands, in a sentence.</summary>
    public required string Standing { get; init; }

    /// <summary>The one next action, in words, and the page it is done on, relative to the project's.</summary>
    public string Next { get; init; } = "";

    public string NextPage { get; init; } = "";

    /// <summary>UTC; null where nothing presses.</summary>
    public DateTime? Deadline { get; init; }

    /// <summary>Parts of the step, where it has some.</summary>
    public IReadOnlyList<StepPart> Parts { get; init; } = [];

    public int Number => (int)Kind;

    /// <summary>True where an operator's hold keeps it from going on.</summary>
    public bool IsPaused => State == StepState.Blocked && BlockedBy.Count == 0;

    /// <summary>Whole days from when it opened until it was done; null where it is not done.</summary>
    public int? DaysTaken => State == StepState.Done ? Math.Max(0, (int)(SinceUtc - OpenedUtc).TotalDays) : null;

    public bool IsOpen => State is StepState.YourTurn or StepState.Overdue;
}

public sealed record StepPart(string Text, StepState State);
