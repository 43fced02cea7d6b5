using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.OutputCaching;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;

namespace OperateFirst.Portal.Pages;

/// <summary>
/// Pages that say the same to everybody who is not signed in are rendered once and kept for seconds. What is kept is found again only in the
/// same few seconds, and not after a commit of this process that published a text.
/// </summary>
public sealed class VisitorPages(HostCookies cookies, TimeProvider time) : IOutputCachePolicy, ISaveParticipant
{
    /// <summary>Name of the policy, for <see cref="OutputCacheAttribute"/>.</summary>
    public const string Policy = "visitors";

    /// <summary>How old a text may get that another replica has published anew, in caches between included: they are told the age.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly string[] personal = [cookies.NameOf(SessionCookie.Name), cookies.NameOf(PageServices.NoticeCookie)];
    private int published;

    public void AfterCommit(PortalDbContext db)
    {
        // The key is made when a request begins: one that has read the older text is kept where nobody looks any more.
        if (db.ChangeTracker.Entries<AgreementVersion>().Any())
        {
            Interlocked.Increment(ref published);
        }
    }

    /// <summary>True for whoever is shown what everybody is shown.</summary>
    public bool IsVisitor(HttpContext http) =>
        http.User.Identity?.IsAuthenticated != true && !http.Request.Cookies.Keys.Any(name => personal.Any(mine => name.StartsWith(mine, StringComparison.Ordinal)));

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;

        // Nothing that a visitor makes up becomes a key: no query, no host, no list of encodings.
        var kept = HttpMethods.IsGet(http.Request.Method) && !http.Request.QueryString.HasValue && IsVisitor(http);
        (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage) = (kept, kept, kept);

        // Whoever waits for another's page would share its fate when that one hangs up.
        context.AllowLocking = false;
        context.ResponseExpirationTimeSpan = Longest;
        context.CacheVaryByRules.VaryByHost = false;
        context.CacheVaryByRules.QueryKeys = default;
        context.CacheVaryByRules.VaryByValues["encoding"] = KnownEncoding.Of(http.Request);
        context.CacheVaryByRules.VaryByValues["state"] =
            string.Create(CultureInfo.InvariantCulture, $"{Volatile.Read(ref published)}/{time.GetUtcNow().UtcTicks / Longest.Ticks}");
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        context.AllowCacheStorage &= response.StatusCode == StatusCodes.Status200OK && response.Headers.SetCookie.Count == 0 && !IsForOne(response);
        return ValueTask.CompletedTask;
    }

    // A page with a form holds a secret of whoever asked for it, and says so.
    private static bool IsForOne(HttpResponse response) => response.GetTypedHeaders().CacheControl is { NoStore: true } or { Private: true };

    /// <summary>Gives a visitor's page its ETag, the same in all replicas, and tells caches on the way how long they may keep it.</summary>
    internal async Task TagAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<OutputCacheAttribute>() is not { PolicyName: Policy } || !IsVisitor(http))
        {
            await next(http);
            return;
        }

        var answer = http.Response.Body;
        using var page = new MemoryStream();
        http.Response.Body = page;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = answer;
        }

        if (http.Response is { StatusCode: StatusCodes.Status200OK, HasStarted: false } && !IsForOne(http.Response))
        {
            // Weak: the same page goes out packed and unpacked.
            http.Response.Headers.ETag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(page.GetBuffer().AsSpan(0, (int)page.Length)).AsSpan(0, 16))}\"";
            http.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age=0, s-maxage={Longest.TotalSeconds}");
            http.Response.Headers.Append("Vary", "Cookie");
            http.Response.ContentLength = page.Length;
        }

        await answer.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), http.RequestAborted);
    }
}

/// <summary>The one encoding in which a page goes out, in place of whatever list a request makes up.</summary>
internal static class KnownEncoding
{
    private static readonly string[] Known = ["br", "gzip"];

    /// <summary>Leaves the request asking for that one alone, so that what is kept under its name is in it.</summary>
    /// <returns>Empty for none.</returns>
    public static string Of(HttpRequest request)
    {
        var asked = request.Headers.AcceptEncoding;
        if (asked.Count == 0)
        {
            return "";
        }

        var accepted = request.GetTypedHeaders().AcceptEncoding.Where(encoding => encoding.Quality is null or > 0).Select(encoding => encoding.Value.ToString()).ToList();
        var best = Known.FirstOrDefault(known => accepted.Contains(known, StringComparer.OrdinalIgnoreCase)) ?? "";
        request.Headers.AcceptEncoding = best.Length > 0 ? best : default;
        return best;
    }
}

public static class VisitorPageServices
{
    // All pages in all encodings are below 2 MB.
    private const long MostBytes = 16 * 1024 * 1024;
    private const long MostBytesOfPage = 1024 * 1024;

    public static IServiceCollection AddVisitorPages(this IServiceCollection services)
    {
        services.AddSingleton<VisitorPages>().AddSingleton<ISaveParticipant>(provider => provider.GetRequiredService<VisitorPages>());
        services.AddOutputCache(cache => (cache.SizeLimit, cache.MaximumBodySize) = (MostBytes, MostBytesOfPage));
        services.AddOptions<OutputCacheOptions>().Configure<VisitorPages>((cache, policy) => cache.AddPolicy(VisitorPages.Policy, policy));
        return services;
    }

    /// <summary>Comes after the authorisation. Inside it pages are packed, so that one kept is not packed again for each visitor.</summary>
    public static void UseVisitorPages(this WebApplication app)
    {
        app.UseOutputCache();
        app.UseResponseCompression();
        app.Use(app.Services.GetRequiredService<VisitorPages>().TagAsync);
    }
}
