using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Hosting;

internal static class RateLimits
{
    // Visitors share this many buckets, by a hash that differs at each start: however many addresses somebody has,
    // the memory is bounded, and nobody can aim at the bucket of another.
    private const uint Buckets = 32_768;

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsCheck>();
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = TellAsync;
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                LimitOf(options.Value.Requests, _ => true, VisitorOf),
                LimitOf(options.Value.Forms, IsForm, VisitorOf),
                LimitOf(options.Value.SignIns, BeginsSignIn, http => HashCode.Combine('a', AddressOf(http))));
        });
        return services;
    }

    private static PartitionedRateLimiter<HttpContext> LimitOf(int aMinute, Func<HttpContext, bool> counts, Func<HttpContext, int> visitor) =>
        PartitionedRateLimiter.Create<HttpContext, uint>(http => aMinute == 0 || IsExempt(http) || !counts(http)
            ? RateLimitPartition.GetNoLimiter(Buckets)
            : RateLimitPartition.GetTokenBucketLimiter((uint)visitor(http) % Buckets, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = aMinute,
                TokensPerPeriod = Math.Max(1, aMinute / 60),
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) / Math.Min(60, aMinute),
                QueueLimit = 0,
            }));

    // Probes must not be turned away, and the page that tells of a refusal must not be refused.
    private static bool IsExempt(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/health") || http.Request.Path.StartsWithSegments("/metrics") ||
        http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null;

    // What other programs send is signed, and comes in bursts.
    private static bool IsForm(HttpContext http) => HttpMethods.IsPost(http.Request.Method) && !http.Request.Path.StartsWithSegments("/webhooks");

    private static bool BeginsSignIn(HttpContext http) => HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/sign-in");

    private static int VisitorOf(HttpContext http) => http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { Length: > 0 } account
        ? HashCode.Combine('p', account)
        : HashCode.Combine('a', AddressOf(http));

    // Whoever has one IPv6 address has the other 2^64 of its network too.
    private static ulong AddressOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private static async ValueTask TellAsync(OnRejectedContext rejected, CancellationToken cancel)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var response = rejected.HttpContext.Response;
        response.Headers.RetryAfter = seconds;
        response.Headers.CacheControl = "no-store";

        // Browsers get the page with the words for 429.
        if (!rejected.HttpContext.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync($"Too many requests came from you. Wait {seconds} seconds, then try again.\n", cancel);
        }
    }
}
