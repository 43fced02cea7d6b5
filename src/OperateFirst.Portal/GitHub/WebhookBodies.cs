using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using OperateFirst.Portal.Hosting;

namespace OperateFirst.Portal.GitHub;

/// <summary>
/// Reads what arrives at the webhook's address. Until the signature is known nobody in particular sent it, so few are read at once, none of them for long,
/// and of one address no more than half of these: who holds back bodies takes neither the memory nor GitHub's way in.
/// </summary>
public sealed class WebhookBodies(TimeProvider time) : IDisposable
{
    /// <summary>The largest event that counts has three texts of 65,536 characters of at most four bytes: the issue's, the comment's and the one before the edit.</summary>
    public const int MostBytes = 1024 * 1024;

    public const int MostAtOnce = 16;
    public const int MostOfOneAddress = MostAtOnce / 2;

    public static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly PartitionedRateLimiter<HttpContext> room = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, uint>(http => RateLimitPartition.GetConcurrencyLimiter(RateLimits.BucketOf(http), _ => RoomFor(MostOfOneAddress))),
        PartitionedRateLimiter.Create<HttpContext, uint>(_ => RateLimitPartition.GetConcurrencyLimiter(0u, _ => RoomFor(MostAtOnce))));

    /// <returns>200 with the signed bytes; otherwise 401, 408, 413 or 503 with none.</returns>
    public async Task<(int Status, byte[] Body)> ReadAsync(HttpContext http, Func<byte[], bool> isSigned, CancellationToken cancel)
    {
        using var place = await EnterAsync(http, cancel);
        if (place is not { IsAcquired: true })
        {
            return (StatusCodes.Status503ServiceUnavailable, []);
        }

        using var limit = new CancellationTokenSource(LongestRead, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await ReadAllAsync(http, either.Token) is not { } body ? (StatusCodes.Status413PayloadTooLarge, [])
                : isSigned(body) ? (StatusCodes.Status200OK, body)
                : (StatusCodes.Status401Unauthorized, []);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return (StatusCodes.Status408RequestTimeout, []);
        }
    }

    public void Dispose() => room.Dispose();

    // The parts of a burst wait for each other: each is read in no time.
    private static ConcurrencyLimiterOptions RoomFor(int most) => new() { PermitLimit = most, QueueLimit = 4 * most };

    /// <returns>Null, or not acquired, where there was no place in time.</returns>
    private async Task<RateLimitLease?> EnterAsync(HttpContext http, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await room.AcquireAsync(http, 1, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <returns>Null where it is too large.</returns>
    private static async Task<byte[]?> ReadAllAsync(HttpContext http, CancellationToken cancel)
    {
        // The limit of forms is lower; the bytes are counted here, and who sends too many still reads the answer.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        if (http.Request.ContentLength > MostBytes)
        {
            return null;
        }

        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await http.Request.Body.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (body.Length + read > MostBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
