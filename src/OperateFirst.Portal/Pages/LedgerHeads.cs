using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Pages;

/// <summary>
/// <c>/ledger/heads.json</c>: every head that was ever published, oldest first, for anybody to keep. It is written row by row,
/// however long it grows.
/// </summary>
internal static class LedgerHeads
{
    private const int FlushAfter = 32 * 1024;

    public static async Task WriteAsync(HttpContext http, PortalDbContext db, PortalAddress address, CancellationToken cancel)
    {
        var newest = await db.PublishedHeads.AsNoTracking().OrderByDescending(head => head.Id).Select(head => head.Id).FirstOrDefaultAsync(cancel);
        var tag = $"\"{newest:N}\"";
        http.Response.Headers.CacheControl = "public, max-age=60";
        http.Response.Headers.ETag = tag;
        if (http.Request.Headers.IfNoneMatch.Contains(tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("portal", address.Of(""));
        json.WriteStartArray("heads");
        await foreach (var head in db.PublishedHeads.AsNoTracking().Where(head => head.Id <= newest).OrderBy(head => head.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            json.WriteStartObject();
            json.WriteString("chain", head.OpaqueChain);
            json.WriteNumber("sequence", head.Sequence);
            json.WriteString("hash", head.Hash);
            json.WriteString("at", LedgerEntry.Written(head.PublishedAtUtc));
            json.WriteEndObject();
            if (json.BytesPending > FlushAfter)
            {
                await json.FlushAsync(cancel);
                await http.Response.BodyWriter.FlushAsync(cancel);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
