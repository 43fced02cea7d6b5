namespace OperateFirst.Portal.Clock;

/// <summary>Something that happens because time passed. It may run in several processes at once, and again after any stop: what it does, it does once.</summary>
public interface IClockJob
{
    /// <param name="now">UTC.</param>
    /// <returns>How much it did; 0 where nothing was due. More may be due after a full batch.</returns>
    Task<int> RunAsync(DateTime now, CancellationToken cancel);
}
