using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Guide;

/// <summary>Somebody read the environment terms for a project. Once is enough.</summary>
public sealed class ReadingConfirmation
{
    private ReadingConfirmation()
    {
    }

    public required Guid ProjectId { get; init; }

    public required Guid AccountId { get; init; }

    public required string AccountName { get; init; }

    /// <summary>Lower-case hex SHA-256 of the text that was shown.</summary>
    public required string TextSha256 { get; init; }

    public required DateTime AtUtc { get; init; }

    internal static ReadingConfirmation Of(Project project, CurrentAccount by, string sha256, DateTime now) => new()
    {
        ProjectId = project.Id,
        AccountId = by.Id,
        AccountName = by.Name,
        TextSha256 = sha256,
        AtUtc = now,
    };

    internal sealed class Configuration : IEntityTypeConfiguration<ReadingConfirmation>
    {
        public void Configure(EntityTypeBuilder<ReadingConfirmation> builder)
        {
            builder.ToTable("ReadingConfirmations");
            builder.IsAppendOnly();
            builder.HasKey(reading => reading.ProjectId);
            builder.Property(reading => reading.AccountName).HasMaxLength(200);
            builder.Property(reading => reading.TextSha256).HasMaxLength(64);
        }
    }
}

/// <summary>Confirms that the guide was read. A text that has changed since the form was opened confirms nothing.</summary>
public sealed class ConfirmReading(PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, TimeProvider time)
{
    public const string ConfirmedKind = "guide.confirmed";

    public async Task RunAsync(string slug, bool confirmed, string? shownSha256, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        project.RefuseIfClosed();
        if (await db.ReadingConfirmations.AnyAsync(reading => reading.ProjectId == project.Id, cancel))
        {
            return;
        }

        if (shownSha256 != content.Guide.Sha256)
        {
            throw new RuleBrokenException("The text changed after you opened this page. The new text is below; nothing was confirmed yet.");
        }

        if (!confirmed)
        {
            throw new RuleBrokenException("Confirmed", "Tick the box to confirm that you have read the points.");
        }

        db.ReadingConfirmations.Add(ReadingConfirmation.Of(project, me, shownSha256, time.UtcNow()));
        project.Touch();
        ledger.Record(project.Id, ConfirmedKind, me.Id, new JsonObject { ["by"] = me.Name, ["sha256"] = shownSha256 });
        await db.SaveChangesAsync(cancel);
    }
}

public static class GuideServices
{
    extension(PortalDbContext db)
    {
        public DbSet<ReadingConfirmation> ReadingConfirmations => db.Set<ReadingConfirmation>();
    }

    public static IServiceCollection AddGuide(this IServiceCollection services) => services.AddScoped<ConfirmReading>();
}
