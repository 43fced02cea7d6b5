using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Onboarding;

/// <summary>
/// Something happened to all open projects at once: <see cref="RefreshProgress"/> passes over them by short name, a batch after the other.
/// Changing all their rows where it happens would hold up everybody for as long as there are projects.
/// </summary>
public sealed class ProgressSweep
{
    private ProgressSweep()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    public required DateTime AskedAtUtc { get; init; }

    /// <summary>Short name of the last project that was computed anew; empty at the start.</summary>
    public string After { get; private set; } = "";

    internal static ProgressSweep AskedAt(DateTime now) => new() { AskedAtUtc = now };

    internal void PassTo(string slug) => After = slug;

    internal sealed class Configuration : IEntityTypeConfiguration<ProgressSweep>
    {
        public void Configure(EntityTypeBuilder<ProgressSweep> builder)
        {
            builder.ToTable("ProgressSweeps");
            builder.Property(sweep => sweep.Id).ValueGeneratedNever();
            builder.Property(sweep => sweep.After).HasMaxLength(ProjectDetails.SlugLength);
        }
    }
}
