namespace OperateFirst.Portal.Data;

/// <summary>
/// Version 7 ids that sort in the order they were made in by this process, also within one millisecond: the twelve bits
/// after the time are a counter, as RFC 9562, 6.2, method 1 has it.
/// </summary>
public static class OrderedId
{
    private const int CounterSize = 0x1000;
    private static readonly Lock Turn = new();
    private static long lastMilliseconds;
    private static int counter;

    public static Guid New()
    {
        long milliseconds;
        int number;
        lock (Turn)
        {
            milliseconds = Math.Max(lastMilliseconds, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            counter = milliseconds == lastMilliseconds ? counter + 1 : 0;
            if (counter == CounterSize)
            {
                (milliseconds, counter) = (milliseconds + 1, 0);
            }

            (lastMilliseconds, number) = (milliseconds, counter);
        }

        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | (number >> 8));
        bytes[7] = (byte)number;
        return new Guid(bytes, bigEndian: true);
    }
}
