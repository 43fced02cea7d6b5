using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using OperateFirst.Portal.Reference;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>The reference program in this process, and its page.</summary>
internal sealed class ReferencePage(WebApplication app, SqliteConnection open, RawClient client, byte[] request) : IAsyncDisposable
{
    public void Ask() => client.Ask(request);

    public static async Task<ReferencePage> StartAsync()
    {
        var open = ReferenceApp.Open();
        var app = await ReferenceApp.BuildAsync(open, "http://127.0.0.1:0");
        await app.StartAsync();
        var address = new Uri(app.Urls.First());
        return new ReferencePage(app, open, new RawClient(address), RawClient.RequestFor(address, "/reference", ""));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        await open.DisposeAsync();
    }
}
