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
    private const int Batch = 500;

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
        var after = Guid.Empty;
        while (await BatchAsync(db, after, newest, cancel) is { Count: > 0 } heads)
        {
            foreach (var head in heads)
            {
                json.WriteStartObject();
                json.WriteString("chain", head.OpaqueChain);
                json.WriteNumber("sequence", head.Sequence);
                json.WriteString("hash", head.Hash);
                json.WriteString("at", LedgerEntry.Written(head.PublishedAtUtc));
                json.WriteEndObject();
            }

            await json.FlushAsync(cancel);
            await http.Response.BodyWriter.FlushAsync(cancel);
            after = heads[^1].Id;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A reader that stays open while a slow visitor takes the bytes would keep the database from tidying up.
    private static Task<List<PublishedHead>> BatchAsync(PortalDbContext db, Guid after, Guid newest, CancellationToken cancel) =>
        db.PublishedHeads.AsNoTracking().Where(head => head.Id > after && head.Id <= newest).OrderBy(head => head.Id).Take(Batch).ToListAsync(cancel);
}
