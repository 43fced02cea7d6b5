using System.Globalization;
using Microsoft.Net.Http.Headers;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary><c>/operations/agreements.csv</c> and <c>.json</c>: what the list shows with the same filter, all pages of it, row by row.</summary>
internal static class ExportDownload
{
    public static async Task WriteAsync(HttpContext http, string form, [AsParameters] StatusQuery query, AgreementExport export, TimeProvider time, CancellationToken cancel)
    {
        var day = time.UtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        http.Response.ContentType = form == "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"agreements-{day}.{form}" }.ToString();
        http.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        var rows = export.RowsAsync(query.Filter, cancel);
        await (form == "csv" ? ExportFiles.WriteCsvAsync(rows, http.Response.Body, cancel) : ExportFiles.WriteJsonAsync(rows, http.Response.Body, cancel));
    }
}
