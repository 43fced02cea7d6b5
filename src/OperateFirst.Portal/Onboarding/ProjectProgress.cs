using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Onboarding;

/// <summary>The journey as it stood after the last commit, one row a project, so that lists never compute it.</summary>
public sealed class ProjectProgress
{
    private const int LeadsLength = 400;

    private static readonly string[] Steps =
    [
        nameof(Register), nameof(Environment), nameof(Telemetry), nameof(Commitment),
        nameof(Conversation), nameof(Coordination), nameof(SprintPlanning), nameof(ClusterAccess),
    ];

    private ProjectProgress()
    {
    }

    public Guid ProjectId { get; private init; }

    /// <summary>The project's short name and name, here too so that lists sort and filter without a join.</summary>
    public string Slug { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>The name in lower case, for look-ups by its beginning.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Public names of the leads.</summary>
    public string Leads { get; private set; } = "";

    public bool IsClosed { get; private set; }

    public int DoneCount { get; private set; }

    /// <summary>Number of the first step that is not done, whoever has the ball; 0 where all are done.</summary>
    public int StandsAt { get; private set; }

    /// <summary>Title of the step that is next for the project's people; empty where none is.</summary>
    public string CurrentTitle { get; private set; } = "";

    /// <summary>Whom the project waits for where none of its steps is its own to do; else empty.</summary>
    public string WaitsFor { get; private set; } = "";

    public DateTime? NextDeadlineUtc { get; private set; }

    /// <summary>When this row has to be computed anew though nothing happens to the project: a deadline or a hold passes, or a text was published.</summary>
    public DateTime? RefreshAtUtc { get; private set; }

    /// <summary>When the leads are to be reminded of a date that comes near; null where none does.</summary>
    public DateTime? RemindAtUtc { get; private set; }

    /// <summary>Written names of where the project stands: <see cref="AgreementStandings"/>.</summary>
    public string TelemetryStanding { get; private set; } = AgreementStandings.Missing;

    public string CommitmentStanding { get; private set; } = AgreementStandings.Missing;

    /// <summary>True where what needs the commitment is open to the project.</summary>
    public bool CommitmentCounts => AgreementStandings.Counts(CommitmentStanding);

    public AgreementProgress TelemetryProgress { get; private set; } = new();
    public AgreementProgress CommitmentProgress { get; private set; } = new();

    /// <summary>Set for the save that is to compute the row anew.</summary>
    internal bool IsBeingRefreshed { get; set; }

    /// <summary>Set by who has seen to the reminder that is due; until then it stays due, whatever else happens to the row.</summary>
    internal bool IsReminded { get; set; }

    /// <summary>Has the save that is under way compute the row anew.</summary>
    /// <param name="reminded">True where the reminder that was due has been seen to.</param>
    public void Refresh(bool reminded = false) => (IsBeingRefreshed, IsReminded) = (true, reminded);

    public StepProgress Register { get; private set; } = new();
    public StepProgress Environment { get; private set; } = new();
    public StepProgress Telemetry { get; private set; } = new();
    public StepProgress Commitment { get; private set; } = new();
    public StepProgress Conversation { get; private set; } = new();
    public StepProgress Coordination { get; private set; } = new();
    public StepProgress SprintPlanning { get; private set; } = new();
    public StepProgress ClusterAccess { get; private set; } = new();

    internal static ProjectProgress Of(Guid projectId) => new() { ProjectId = projectId };

    internal void Apply(ProjectFacts facts, Journey journey, DateTime now)
    {
        (Slug, Name, NameKey, IsClosed) = (facts.Slug, facts.Name, facts.Name.ToLowerInvariant(), journey.IsClosed);
        var leads = string.Join(", ", facts.Leads);
        Leads = leads.Length <= LeadsLength ? leads : leads[..(LeadsLength - 1)] + "…";
        StandsAt = journey.Steps.FirstOrDefault(step => step.State != StepState.Done)?.Number ?? 0;
        RefreshAtUtc = journey.ChangesAtUtc;
        RemindAtUtc = journey.IsClosed ? null : RemindAtUtc <= now && !IsReminded ? RemindAtUtc : DeadlineMarks.NextAfter(facts, now);
        IsReminded = false;
        TelemetryStanding = AgreementStandings.Written(facts.Telemetry.StandingAt(now));
        CommitmentStanding = AgreementStandings.Written(facts.Commitment.StandingAt(now));
        TelemetryProgress = AgreementProgress.Of(facts.Telemetry);
        CommitmentProgress = AgreementProgress.Of(facts.Commitment);
        DoneCount = journey.DoneCount;
        CurrentTitle = journey.Current?.Title ?? "";
        WaitsFor = journey.Current is null ? journey.Steps.FirstOrDefault(step => step.State == StepState.Waiting)?.WaitsFor ?? "" : "";
        NextDeadlineUtc = journey.Steps.Select(step => step.Deadline).Min();
        Register = StepProgress.Of(journey[StepKind.Register]);
        Environment = StepProgress.Of(journey[StepKind.Environment]);
        Telemetry = StepProgress.Of(journey[StepKind.Telemetry]);
        Commitment = StepProgress.Of(journey[StepKind.Commitment]);
        Conversation = StepProgress.Of(journey[StepKind.Conversation]);
        Coordination = StepProgress.Of(journey[StepKind.Coordination]);
        SprintPlanning = StepProgress.Of(journey[StepKind.SprintPlanning]);
        ClusterAccess = StepProgress.Of(journey[StepKind.ClusterAccess]);
    }

    internal sealed class Configuration : IEntityTypeConfiguration<ProjectProgress>
    {
        public void Configure(EntityTypeBuilder<ProjectProgress> builder)
        {
            builder.ToTable("ProjectProgress");
            builder.HasKey(progress => progress.ProjectId);
            builder.Ignore(progress => progress.IsBeingRefreshed);
            builder.Ignore(progress => progress.IsReminded);
            builder.Ignore(progress => progress.CommitmentCounts);
            builder.Property(progress => progress.Slug).HasMaxLength(ProjectDetails.SlugLength);
            builder.Property(progress => progress.Name).HasMaxLength(ProjectDetails.NameLength);
            builder.Property(progress => progress.NameKey).HasMaxLength(ProjectDetails.NameLength);
            builder.Property(progress => progress.Leads).HasMaxLength(LeadsLength);
            builder.Property(progress => progress.TelemetryStanding).HasMaxLength(20);
            builder.Property(progress => progress.CommitmentStanding).HasMaxLength(20);
            builder.Property(progress => progress.CurrentTitle).HasMaxLength(200);
            builder.Property(progress => progress.WaitsFor).HasMaxLength(200);
            builder.HasOne<Project>().WithOne().HasForeignKey<ProjectProgress>(progress => progress.ProjectId);
            builder.HasIndex(progress => new { progress.IsClosed, progress.Slug });
            builder.HasIndex(progress => new { progress.IsClosed, progress.NameKey });
            builder.HasIndex(progress => new { progress.IsClosed, progress.StandsAt, progress.Slug });
            builder.HasIndex(progress => new { progress.IsClosed, progress.TelemetryStanding, progress.Slug });
            builder.HasIndex(progress => new { progress.IsClosed, progress.CommitmentStanding, progress.Slug });
            builder.HasIndex(progress => progress.RefreshAtUtc);
            builder.HasIndex(progress => progress.RemindAtUtc);

            // Lists with more than one filter; the widest one also serves the counts alone.
            builder.HasIndex(progress => new { progress.IsClosed, progress.TelemetryStanding, progress.StandsAt, progress.Slug });
            builder.HasIndex(progress => new { progress.IsClosed, progress.CommitmentStanding, progress.StandsAt, progress.Slug });
            builder.HasIndex(progress => new { progress.IsClosed, progress.TelemetryStanding, progress.CommitmentStanding, progress.Slug });
            builder.HasIndex(progress => new { progress.IsClosed, progress.TelemetryStanding, progress.CommitmentStanding, progress.StandsAt, progress.Slug });
            builder.HasDeepIndex("IX_ProjectProgress_TelemetryAcceptBy", nameof(IsClosed), nameof(TelemetryStanding), "TelemetryProgress.AcceptByUtc");
            builder.HasDeepIndex("IX_ProjectProgress_CommitmentAcceptBy", nameof(IsClosed), nameof(CommitmentStanding), "CommitmentProgress.AcceptByUtc");
            builder.HasDeepIndex("IX_ProjectProgress_DaysTaken", [.. Steps.Select(step => $"{step}.DaysTaken")]);
            builder.ComplexProperty(progress => progress.TelemetryProgress);
            builder.ComplexProperty(progress => progress.CommitmentProgress);
            builder.ComplexProperty(progress => progress.Register);
            builder.ComplexProperty(progress => progress.Environment);
            builder.ComplexProperty(progress => progress.Telemetry);
            builder.ComplexProperty(progress => progress.Commitment);
            builder.ComplexProperty(progress => progress.Conversation);
            builder.ComplexProperty(progress => progress.Coordination);
            builder.ComplexProperty(progress => progress.SprintPlanning);
            builder.ComplexProperty(progress => progress.ClusterAccess);
        }
    }
}

/// <summary>State (a written name), since when, and how many days it took where it is done.</summary>
public sealed record StepProgress
{
    public string State { get; init; } = "";
    public DateTime SinceUtc { get; init; }
    public int? DaysTaken { get; init; }

    internal static StepProgress Of(JourneyStep step) => new() { State = Written(step.State), SinceUtc = step.SinceUtc, DaysTaken = step.DaysTaken };

    private static string Written(StepState state) => state switch
    {
        StepState.YourTurn => "your-turn",
        StepState.Waiting => "waiting",
        StepState.Blocked => "blocked",
        StepState.Overdue => "overdue",
        StepState.Done => "done",
        StepState.Stopped => "stopped",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}

/// <summary>The version that was accepted or withdrawn, when, and by when a newer one has to be accepted.</summary>
public sealed record AgreementProgress
{
    /// <summary>Null where nothing was ever accepted.</summary>
    public int? Number { get; init; }
    public DateTime? AtUtc { get; init; }
    public DateTime? AcceptByUtc { get; init; }

    internal static AgreementProgress Of(AgreementFact agreement) => new()
    {
        Number = agreement.Accepted?.Number ?? agreement.Withdrawn?.Number,
        AtUtc = agreement.Accepted?.AtUtc ?? agreement.Withdrawn?.AtUtc,
        AcceptByUtc = agreement.IsCurrent ? null : agreement.AcceptBy,
    };
}

/// <summary>The names stored for where a project stands with an agreement: renaming a member must not break a row.</summary>
public static class AgreementStandings
{
    public const string Missing = "missing";
    public const string Accepted = "accepted";
    public const string Outdated = "outdated";
    public const string Overdue = "overdue";
    public const string Withdrawn = "withdrawn";

    public static bool Counts(string written) => written is Accepted or Outdated;

    public static string Written(AgreementStanding standing) => standing switch
    {
        AgreementStanding.Missing => Missing,
        AgreementStanding.Accepted => Accepted,
        AgreementStanding.Outdated => Outdated,
        AgreementStanding.Overdue => Overdue,
        AgreementStanding.Withdrawn => Withdrawn,
        _ => throw new ArgumentOutOfRangeException(nameof(standing)),
    };
}
