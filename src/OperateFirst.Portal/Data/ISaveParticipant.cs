namespace OperateFirst.Portal.Data;

/// <summary>What a room does inside every save, in the same transaction.</summary>
public interface ISaveParticipant
{
    /// <summary>Before the pending rows are written.</summary>
    Task BeforeWriteAsync(PortalDbContext db, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>After they are written and can be queried, before the commit. Rows added here are written in the same transaction.</summary>
    Task BeforeCommitAsync(PortalDbContext db, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>After the commit. Must not throw: what was saved is saved.</summary>
    void AfterCommit(PortalDbContext db)
    {
    }
}

/// <summary>All participants, so that a pooled context can ask for them by one type.</summary>
public sealed class SaveParticipants(IEnumerable<ISaveParticipant> participants)
{
    private readonly ISaveParticipant[] all = [.. participants];

    public async Task BeforeWriteAsync(PortalDbContext db, CancellationToken cancel)
    {
        foreach (var participant in all)
        {
            await participant.BeforeWriteAsync(db, cancel);
        }
    }

    public async Task BeforeCommitAsync(PortalDbContext db, CancellationToken cancel)
    {
        foreach (var participant in all)
        {
            await participant.BeforeCommitAsync(db, cancel);
        }
    }

    public void AfterCommit(PortalDbContext db)
    {
        foreach (var participant in all)
        {
            participant.AfterCommit(db);
        }
    }
}
