using System.Collections.Immutable;
using System.Threading.Channels;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Outbox;

/// <summary>Wakes the workers of this process as soon as a commit has made a promise.</summary>
public sealed class OutboxSignal : ISaveParticipant
{
    private ImmutableList<OutboxWakeUps> listeners = [];

    public void AfterCommit(PortalDbContext db)
    {
        if (db.ChangeTracker.Entries<OutboxMessage>().Any(message => message.Entity.State == OutboxState.Queued))
        {
            foreach (var listener in listeners)
            {
                listener.Wake();
            }
        }
    }

    public OutboxWakeUps Listen()
    {
        var listener = new OutboxWakeUps();
        ImmutableInterlocked.Update(ref listeners, (all, added) => all.Add(added), listener);
        return listener;
    }
}

/// <summary>One worker's ear.</summary>
public sealed class OutboxWakeUps
{
    private readonly Channel<bool> calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal void Wake() => calls.Writer.TryWrite(true);

    /// <summary>Returns after a wake-up or after <paramref name="longest"/>, whichever comes first.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await calls.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }
    }
}
