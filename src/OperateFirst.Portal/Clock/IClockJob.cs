namespace OperateFirst.Portal.Clock;

/// <summary>
/// Something that happens because time passed. One process at a time lets the jobs run; since its turn can pass to another while it stands still, a job may
/// all the same meet itself, and it runs again after any stop: what it does, it does once.
/// </summary>
public interface IClockJob
{
    /// <param name="now">UTC.</param>
    /// <returns>How much it did; 0 where nothing was due. More may be due after a full batch.</returns>
    Task<int> RunAsync(DateTime now, CancellationToken cancel);
}

/// <param name="Apart">It may take very long, so it runs beside the others instead of among them.</param>
public sealed record RegisteredJob(Type Type, bool Apart);
