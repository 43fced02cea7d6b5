using System.Threading.Channels;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>Wakes the worker of this process as soon as a commit has made a promise.</summary>
public sealed class OutboxSignal : ISaveParticipant
{
    private readonly Channel<bool> wakeUps = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void AfterCommit(PortalDbContext db)
    {
        if (db.ChangeTracker.Entries<OutboxMessage>().Any())
        {
            wakeUps.Writer.TryWrite(true);
        }
    }

    /// <summary>Returns after a wake-up or after <paramref name="longest"/>, whichever comes first.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await wakeUps.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }
    }
}
