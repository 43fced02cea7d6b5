using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Onboarding;

/// <summary>The journey as it stood after the last commit, one row a project, so that lists never compute it.</summary>
public sealed class ProjectProgress
{
    private ProjectProgress()
    {
    }

    public Guid ProjectId { get; private init; }

    public int DoneCount { get; private set; }

    /// <summary>Title of the step that is next for the project's people; empty where none is.</summary>
    public string CurrentTitle { get; private set; } = "";

    /// <summary>Whom the project waits for where none of its steps is its own to do; else empty.</summary>
    public string WaitsFor { get; private set; } = "";

    public DateTime? NextDeadlineUtc { get; private set; }

    public StepProgress Register { get; private set; } = new();
    public StepProgress Environment { get; private set; } = new();
    public StepProgress Telemetry { get; private set; } = new();
    public StepProgress Commitment { get; private set; } = new();
    public StepProgress Conversation { get; private set; } = new();
    public StepProgress Coordination { get; private set; } = new();
    public StepProgress SprintPlanning { get; private set; } = new();
    public StepProgress ClusterAccess { get; private set; } = new();

    internal static ProjectProgress Of(Guid projectId) => new() { ProjectId = projectId };

    internal void Apply(Journey journey)
    {
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
            builder.Property(progress => progress.CurrentTitle).HasMaxLength(200);
            builder.Property(progress => progress.WaitsFor).HasMaxLength(200);
            builder.HasOne<Project>().WithOne().HasForeignKey<ProjectProgress>(progress => progress.ProjectId);
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

/// <summary>State (a written name) and since when.</summary>
public sealed record StepProgress
{
    public string State { get; init; } = "";
    public DateTime SinceUtc { get; init; }

    internal static StepProgress Of(JourneyStep step) => new() { State = Written(step.State), SinceUtc = step.SinceUtc };

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
