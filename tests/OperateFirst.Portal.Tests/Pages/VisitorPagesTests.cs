using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Tests.Agreements;

namespace OperateFirst.Portal.Tests.Pages;

/// <summary>Pages that are kept for visitors: quick, and never another's, nor of yesterday.</summary>
public sealed class VisitorPagesTests
{
    private static readonly string[] Kept = ["/", "/guide", "/agreements", "/agreements/telemetry", "/agreements/commitment/v/1", "/meetings", "/conversation"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_who_has_a_page_is_told_that_nothing_changed_and_gets_no_cookie()
    {
        await using var portal = new PortalApp();
        var visitor = portal.Visit();
        foreach (var path in Kept)
        {
            var first = await visitor.GetAsync(path);
            var etag = first.Headers.ETag ?? throw new InvalidOperationException($"{path} has no ETag.");
            Assert.True(etag.IsWeak);
            Assert.Equal("public, max-age=0, s-maxage=10", first.Headers.GetValues("Cache-Control").Single());
            Assert.Contains("Cookie", first.Headers.Vary);
            Assert.False(first.Headers.Contains("Set-Cookie"));

            var again = await visitor.GetAsync(path, ("If-None-Match", etag.ToString()));

            Assert.Equal((path, HttpStatusCode.NotModified), (path, again.StatusCode));
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancellation));
            Assert.False(again.Headers.Contains("Set-Cookie"));
            Assert.Equal(etag, (await visitor.HeadAsync(path)).Headers.ETag);
        }
    }

    [Fact]
    public async Task Who_is_signed_in_is_shown_and_leaves_nothing_of_what_is_kept()
    {
        await using var portal = new PortalApp();
        var (visitor, lead) = (portal.Visit(), await portal.SignInAsync("cooktheryan"));
        foreach (var path in Kept.Skip(1))
        {
            Assert.Contains(">Sign in<", await visitor.ReadAsync(path), StringComparison.Ordinal);
            var mine = await lead.GetAsync(path);
            Assert.True(mine.Headers.CacheControl?.NoStore);
            Assert.Null(mine.Headers.ETag);
            Assert.Contains("Sign out", await mine.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            Assert.DoesNotContain("Sign out", await visitor.ReadAsync(path), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await lead.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_text_that_was_published_is_there_at_once_and_days_that_pass_pass_here_too()
    {
        using var versions = new TwoVersions();
        await using var portal = await versions.StartAsync();
        var visitor = portal.Visit();
        Assert.DoesNotContain(TwoVersions.Added, await visitor.ReadAsync("/agreements/commitment"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/agreements/commitment/v/2")).StatusCode);
        Assert.Contains("Wed 28 Oct 2026", await visitor.ReadAsync("/meetings"), StringComparison.Ordinal);

        await TwoVersions.PublishAsync(portal, "commitment", "material");

        Assert.Contains(TwoVersions.Added, await visitor.ReadAsync("/agreements/commitment"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/agreements/commitment/v/2")).StatusCode);
        portal.Clock.Advance(TimeSpan.FromDays(9));
        Assert.DoesNotContain("Wed 28 Oct 2026", await visitor.ReadAsync("/meetings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_says_it_must_not_be_kept_is_not_kept_and_says_so_to_caches_on_the_way()
    {
        var rendered = 0;
        await using var portal = new PortalApp(_ => { }, null, builder => builder.ConfigureServices(services => services.Configure<MvcOptions>(mvc => mvc.Filters.Add(new Private(() => rendered++)))));
        var visitor = portal.Visit();

        for (var time = 0; time < 2; time++)
        {
            var answer = await visitor.GetAsync("/guide");
            Assert.True(answer.Headers.CacheControl is { NoStore: true, Public: false, SharedMaxAge: null }, $"{answer.Headers.CacheControl}");
            Assert.Null(answer.Headers.ETag);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        }

        Assert.Equal(2, rendered);
    }

    [Fact]
    public async Task A_version_has_one_address_and_others_that_look_like_it_are_none()
    {
        await using var portal = new PortalApp();
        var visitor = portal.Visit();

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/agreements/telemetry/v/1")).StatusCode);
        foreach (var other in new[] { "01", "001", "+1", "%201", "1%20", "-1", "0", "9999999999" })
        {
            Assert.Equal((other, HttpStatusCode.NotFound), (other, (await visitor.GetAsync($"/agreements/telemetry/v/{other}")).StatusCode));
        }
    }

    [Fact]
    public async Task Packed_or_not_whatever_is_asked_for_the_page_is_the_same()
    {
        await using var portal = new PortalApp();
        var visitor = portal.Visit();
        var plain = await visitor.GetAsync("/guide");
        var text = await plain.Content.ReadAsStringAsync(Cancellation);
        foreach (var (asked, expected) in new[] { ("gzip", "gzip"), ("br", "br"), ("deflate, gzip;q=0.5, br;q=0", "gzip"), ("gzip, br", "br"), ("x-made-up", ""), ("*", ""), ("identity", "") })
        {
            // From the page itself, and from what was kept of it.
            for (var time = 0; time < 2; time++)
            {
                var answer = await visitor.GetAsync("/guide", ("Accept-Encoding", asked));
                Assert.Equal((asked, expected), (asked, string.Join(',', answer.Content.Headers.ContentEncoding)));
                Assert.Equal(plain.Headers.ETag, answer.Headers.ETag);
                Assert.Equal(text, await UnpackedAsync(answer));
            }
        }

        Assert.Equal(text, await (await visitor.GetAsync("/guide?a=1")).Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(text, await (await visitor.GetAsync("/guide", ("Cookie", "some=other"))).Content.ReadAsStringAsync(Cancellation));
    }

    // As the framework does where a page has a form with a secret of the visitor's.
    private sealed class Private(Action rendered) : IResultFilter
    {
        public void OnResultExecuting(ResultExecutingContext context)
        {
            rendered();
            context.HttpContext.Response.Headers.CacheControl = "no-cache, no-store";
        }

        public void OnResultExecuted(ResultExecutedContext context)
        {
        }
    }

    private static async Task<string> UnpackedAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        await using Stream unpacked = answer.Content.Headers.ContentEncoding.FirstOrDefault() switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(unpacked);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
