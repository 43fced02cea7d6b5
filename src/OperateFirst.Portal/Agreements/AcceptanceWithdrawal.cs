using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Agreements;

/// <summary>A project took back what it had accepted, with a reason. The acceptances stay; from here on they no longer count.</summary>
public sealed class AcceptanceWithdrawal
{
    public const int ReasonLength = 1000;

    private AcceptanceWithdrawal()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    public required Guid ProjectId { get; init; }

    public required string Agreement { get; init; }

    /// <summary>0 for the first withdrawal of this agreement by the project. It ends the acceptances of the same round.</summary>
    public required int Round { get; init; }

    /// <summary>Of the newest acceptance that it ends.</summary>
    public required int Number { get; init; }

    public required string Reason { get; init; }

    public required Guid AccountId { get; init; }

    public required string AccountName { get; init; }

    public required DateTime AtUtc { get; init; }

    /// <summary>The entry that tells of it.</summary>
    public required Guid LedgerEntryId { get; init; }

    internal static AcceptanceWithdrawal Of(Guid projectId, AgreementFact agreement, int number, string reason, CurrentAccount by, Guid entryId, DateTime now) => new()
    {
        ProjectId = projectId,
        Agreement = agreement.Name,
        Round = agreement.Round,
        Number = number,
        Reason = reason,
        AccountId = by.Id,
        AccountName = by.Name,
        AtUtc = now,
        LedgerEntryId = entryId,
    };

    internal sealed class Configuration : IEntityTypeConfiguration<AcceptanceWithdrawal>
    {
        public void Configure(EntityTypeBuilder<AcceptanceWithdrawal> builder)
        {
            builder.ToTable("AcceptanceWithdrawals");
            builder.IsAppendOnly();
            builder.Property(withdrawal => withdrawal.Id).ValueGeneratedNever();
            builder.Property(withdrawal => withdrawal.Agreement).HasMaxLength(40);
            builder.Property(withdrawal => withdrawal.Reason).HasMaxLength(ReasonLength);
            builder.Property(withdrawal => withdrawal.AccountName).HasMaxLength(200);

            // A form that is sent twice finds the first one's row here, also across processes.
            builder.HasIndex(withdrawal => new { withdrawal.ProjectId, withdrawal.Agreement, withdrawal.Round }).IsUnique();
        }
    }
}
