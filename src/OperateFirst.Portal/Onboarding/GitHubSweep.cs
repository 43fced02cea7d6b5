using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OperateFirst.Portal.Onboarding;

/// <summary>When the repository was last looked through, and what that has to know; one row.</summary>
public sealed class GitHubSweep
{
    public const int TheOne = 1;

    public int Id { get; private init; } = TheOne;

    public DateTime DueAtUtc { get; init; }

    /// <summary>When the last look that came to its end began; null before the first.</summary>
    public DateTime? LookedAtUtc { get; init; }

    /// <summary>The same for one that listed every issue, whenever it was changed.</summary>
    public DateTime? LookedAtAllAtUtc { get; init; }

    /// <summary>Number of the issue up to which the missing ones were looked at; 0 where none is left over.</summary>
    public int MissingAfter { get; init; }

    /// <summary>When a backup took the database's place: issues that were opened after it was made are not in here. Null: never.</summary>
    public DateTime? RestoredAtUtc { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<GitHubSweep>
    {
        public void Configure(EntityTypeBuilder<GitHubSweep> builder)
        {
            builder.ToTable("GitHubSweeps");
            builder.Property(sweep => sweep.Id).ValueGeneratedNever();
        }
    }
}
