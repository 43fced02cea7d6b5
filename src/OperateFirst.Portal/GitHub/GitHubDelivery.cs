using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>An event as GitHub delivered it, written down before GitHub got its answer.</summary>
public sealed class GitHubDelivery
{
    public const int IdLength = 100;

    private const int ErrorLength = 500;

    private GitHubDelivery()
    {
    }

    /// <summary>GitHub's; sent again it is the same.</summary>
    public required string Id { get; init; }

    /// <summary>GitHub's name of the kind of event: <c>issues</c>.</summary>
    public required string Event { get; init; }

    public required string Action { get; init; }

    public int IssueNumber { get; init; }

    /// <summary>The body as signed; empty once it was worked through.</summary>
    public string Payload { get; private set; } = "";

    public DateTime ReceivedAtUtc { get; private init; }

    /// <summary>Tries that failed.</summary>
    public int Attempts { get; private set; }

    public DateTime DueAtUtc { get; private set; }

    public DateTime? DoneAtUtc { get; private set; }

    public string LastError { get; private set; } = "";

    internal static GitHubDelivery Of(string id, WebhookEvent read, string payload, DateTime now) => new()
    {
        Id = id,
        Event = read.Kind,
        Action = read.Action ?? "",
        IssueNumber = read.Issue?.Number ?? 0,
        Payload = payload,
        ReceivedAtUtc = now,
        DueAtUtc = now,
    };

    internal void Finish(DateTime now) => (Payload, DoneAtUtc) = ("", now);

    /// <returns>False where it is given up: the sweep finds what it told.</returns>
    internal bool Fail(string error, DateTime now)
    {
        Attempts++;
        LastError = FieldChecks.Printable(error, ErrorLength);
        if (Attempts >= RetrySchedule.MaxAttempts)
        {
            Finish(now);
            return false;
        }

        DueAtUtc = now + RetrySchedule.DelayAfter(Attempts, Random.Shared.NextDouble());
        return true;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<GitHubDelivery>
    {
        public void Configure(EntityTypeBuilder<GitHubDelivery> builder)
        {
            builder.ToTable("GitHubDeliveries");
            builder.Property(delivery => delivery.Id).HasMaxLength(IdLength).ValueGeneratedNever();
            builder.Property(delivery => delivery.Event).HasMaxLength(40);
            builder.Property(delivery => delivery.Action).HasMaxLength(40);
            builder.Property(delivery => delivery.LastError).HasMaxLength(ErrorLength);

            // Two processes may work through one at once: its effect is committed with this, so only one of them can.
            builder.Property(delivery => delivery.DoneAtUtc).IsConcurrencyToken();
            builder.HasIndex(delivery => new { delivery.DoneAtUtc, delivery.DueAtUtc });
        }
    }
}

public static class GitHubSets
{
    extension(PortalDbContext db)
    {
        public DbSet<GitHubDelivery> GitHubDeliveries => db.Set<GitHubDelivery>();
    }
}
