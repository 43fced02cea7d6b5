namespace OperateFirst.Portal.Data;

public static class UtcClock
{
    extension(TimeProvider time)
    {
        /// <summary>The time in UTC, in whole milliseconds: what every supported database gives back unchanged.</summary>
        public DateTime UtcNow()
        {
            var now = time.GetUtcNow().UtcDateTime;
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        }
    }
}
