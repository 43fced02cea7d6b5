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

public static class RateLimits
{
    // Visitors share this many buckets, by a hash that differs at each start: however many addresses somebody has,
    // the memory is bounded, and nobody can aim at the bucket of another.
    private const uint Buckets = 32_768;

    // A receipt lies in memory and in /tmp until it is whole, however slowly it comes.
    private const int ReceiptsAtOnce = 24;
    private const int ReceiptsOfOneAtOnce = 4;

    /// <summary>Where providers send people back to; the authentication answers there, before the limits by account.</summary>
    private const string SignInAnswers = "/signin-";

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
                LimitOf(options.Value.SignIns, BeginsSignIn, AddressHashOf),
                AtOnce(ReceiptsOfOneAtOnce, IsReceipt, http => (uint)VisitorOf(http) % Buckets),
                AtOnce(ReceiptsAtOnce, IsReceipt, _ => 0));
        });
        return services;
    }

    /// <summary>Comes before the authentication, which answers what sign-in providers send people back with by itself.</summary>
    public static void UseSignInAnswerLimit(this WebApplication app)
    {
        var answers = new RateLimiterOptions
        {
            RejectionStatusCode = StatusCodes.Status429TooManyRequests,
            OnRejected = TellAsync,
            GlobalLimiter = LimitOf(app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.SignIns, _ => true, AddressHashOf),
        };
        app.UseWhen(
            http => http.Request.Path.Value?.StartsWith(SignInAnswers, StringComparison.OrdinalIgnoreCase) == true,
            branch => branch.UseRateLimiter(answers));
    }

    /// <summary>The same for all requests of one IPv4 address or one IPv6 network, and rarely for others too.</summary>
    public static uint BucketOf(HttpContext http) => (uint)AddressHashOf(http) % Buckets;

    /// <summary>A minute's worth at once, and as many again in each minute, whatever the number is.</summary>
    public static TokenBucketRateLimiterOptions BucketFor(int aMinute)
    {
        var atOnce = Math.Max(1, aMinute / 60);
        return new()
        {
            TokenLimit = aMinute,
            TokensPerPeriod = atOnce,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) * atOnce / aMinute,
            QueueLimit = 0,
        };
    }

    private static PartitionedRateLimiter<HttpContext> LimitOf(int aMinute, Func<HttpContext, bool> counts, Func<HttpContext, int> visitor) =>
        PartitionedRateLimiter.Create<HttpContext, uint>(http => aMinute == 0 || IsExempt(http) || !counts(http)
            ? RateLimitPartition.GetNoLimiter(Buckets)
            : RateLimitPartition.GetTokenBucketLimiter((uint)visitor(http) % Buckets, _ => BucketFor(aMinute)));

    private static PartitionedRateLimiter<HttpContext> AtOnce(int most, Func<HttpContext, bool> counts, Func<HttpContext, uint> bucket) =>
        PartitionedRateLimiter.Create<HttpContext, uint>(http => counts(http)
            ? RateLimitPartition.GetConcurrencyLimiter(bucket(http), _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter(Buckets));

    // Probes must not be turned away, and the page that tells of a refusal must not be refused.
    private static bool IsExempt(HttpContext http) =>
        http.Request.Path == "/health/live" || http.Request.Path == "/health/ready" ||
        http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null;

    private static bool IsForm(HttpContext http) => HttpMethods.IsPost(http.Request.Method);

    private static bool BeginsSignIn(HttpContext http) => HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/sign-in");

    private static bool IsReceipt(HttpContext http) => HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/verify");

    private static int VisitorOf(HttpContext http) => http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { Length: > 0 } account
        ? HashCode.Combine('p', account)
        : AddressHashOf(http);

    private static int AddressHashOf(HttpContext http) => HashCode.Combine('a', AddressOf(http));

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
            await response.WriteAsync($"Too many requests came from you, or from your network. Wait {seconds} seconds, then try again.\n", cancel);
        }
    }
}
