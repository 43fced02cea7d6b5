namespace OperateFirst.Portal.Data;

/// <summary>
/// One writer at a time in this process. SQLite allows one anyway, but makes the others poll for it: waiting here in line
/// instead cuts the slowest commits to a sixth.
/// </summary>
public sealed class WriteGate : IDisposable
{
    // While another program holds the database, the line must not grow without end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim turn = new(1);

    /// <exception cref="WriteGateException">Those before took too long.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancel) =>
        await turn.WaitAsync(Patience, cancel) ? new Turn(turn) : throw new WriteGateException();

    public void Dispose() => turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private int given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref given, 1) == 0)
            {
                turn.Release();
            }
        }
    }
}
