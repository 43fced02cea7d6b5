using System.Data.Common;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace OperateFirst.Portal.Data;

/// <summary>
/// The one unit of work. It knows no feature: it applies the entity configurations found in the assembly, and each feature
/// adds its own sets as extension properties. Every save is one transaction in which the <see cref="ISaveParticipant"/>s take part.
/// </summary>
public abstract class PortalDbContext(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Waits for the process-wide turn to write, where the database wants one. Dispose to give it back.</summary>
    public abstract Task<IDisposable> TakeWriteGateAsync(CancellationToken cancel);

    /// <summary>
    /// Until the transaction ends, nobody else holds what this name stands for; who comes later waits, and then reads what was committed.
    /// Needs a transaction. Nothing to do where only one can write at all.
    /// </summary>
    public abstract Task HoldAsync(string name, CancellationToken cancel);

    /// <summary>As <see cref="HoldAsync"/>, beside others who hold it in this way, and beside nobody who holds it alone.</summary>
    public abstract Task HoldSharedAsync(string name, CancellationToken cancel);

    /// <summary>The statement that makes a table refuse UPDATE and DELETE; safe to repeat.</summary>
    public abstract IEnumerable<string> AppendOnlyTriggers(string table);

    /// <summary>The append-only tables that would not refuse: a migration that rebuilds a table loses its triggers.</summary>
    public abstract Task<IReadOnlyList<string>> UnguardedTablesAsync(CancellationToken cancel);

    public abstract Task<List<string>> IndexNamesAsync(CancellationToken cancel);

    /// <summary>A second process that starts at the same moment waits until this one has upgraded the database. Dispose to let it.</summary>
    public abstract Task<IAsyncDisposable> TakeUpgradeTurnAsync(CancellationToken cancel);

    /// <summary>Applies the migrations that are missing.</summary>
    public virtual Task MigrateAsync(CancellationToken cancel) => Database.MigrateAsync(cancel);

    /// <summary>Keeps every portal from the database for as long as this context has it open.</summary>
    /// <returns>False where one uses it.</returns>
    public abstract Task<bool> TryHoldAloneAsync(CancellationToken cancel);

    /// <summary>What the database is set to before it is used.</summary>
    public virtual Task PrepareAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>After rows were copied with their numbers: the next one gets the next number.</summary>
    public virtual Task ContinueNumbersAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>A transaction for reading only: what others write meanwhile is not seen and not held up. The connection must be open.</summary>
    public abstract Task<DbTransaction> BeginReadingAsync(CancellationToken cancel);

    /// <summary>Opens this context's connection and lets its commits return before they are on the disk: for a fill that can be repeated.</summary>
    public abstract Task RelaxDurabilityAsync(CancellationToken cancel);

    /// <summary>True where the failure says that a unique index already holds the row.</summary>
    public abstract bool IsUniqueViolation(DbUpdateException failure);

    /// <summary>Saves a row that another may add at the same moment.</summary>
    /// <returns>False where it is there already: nothing was written, and what was to be is still tracked.</returns>
    public async Task<bool> TrySaveAsync(CancellationToken cancel)
    {
        try
        {
            await SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException failure) when (IsUniqueViolation(failure))
        {
            return false;
        }
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException("One operation, one save: this context is saving already.");
        }

        var participants = this.GetService<SaveParticipants>();

        // Else the tracker compares all rows again at each question a participant asks it.
        ChangeTracker.DetectChanges();
        using var asked = new OnlyWhenAsked(ChangeTracker);
        using var turn = await TakeWriteGateAsync(cancellationToken);
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var written = 0;
        do
        {
            await participants.BeforeWriteAsync(this, cancellationToken);
            ChangeTracker.DetectChanges();
            written += await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            await participants.BeforeCommitAsync(this, cancellationToken);
            ChangeTracker.DetectChanges();
        }
        while (ChangeTracker.HasChanges());
        await transaction.CommitAsync(cancellationToken);
        participants.AfterCommit(this);
        return written;
    }

    /// <summary>Writes rows that were saved before, as they are: no participant sees them. Needs a transaction.</summary>
    internal Task<int> WriteRowsAsync(CancellationToken cancel) => base.SaveChangesAsync(true, cancel);

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PortalDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();

    private sealed class OnlyWhenAsked : IDisposable
    {
        private readonly ChangeTracker tracker;

        public OnlyWhenAsked(ChangeTracker tracker) => (this.tracker, tracker.AutoDetectChangesEnabled) = (tracker, false);

        public void Dispose() => tracker.AutoDetectChangesEnabled = true;
    }
}
