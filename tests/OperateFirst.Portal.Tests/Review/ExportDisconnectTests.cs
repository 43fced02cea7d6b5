using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Review;

public sealed class ExportDisconnectTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Ends ends = new();
    private readonly StatusScene scene;

    public ExportDisconnectTests() => scene = new StatusScene(builder =>
    {
        builder.UseSetting("Serilog:WriteTo:0:Name", "File");
        builder.UseSetting("Serilog:WriteTo:0:Args:path", Log);
        builder.UseSetting("Serilog:WriteTo:0:Args:shared", "true");
        builder.UseSetting("Serilog:MinimumLevel:Default", "Warning");
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(ends));
    });

    private string Log => folder.Combine("portal.log");

    public async ValueTask DisposeAsync()
    {
        await scene.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Whoever_hangs_up_in_the_middle_of_an_export_leaves_no_error_behind(string form)
    {
        await scene.RegisterAsync("apex");
        await scene.SqlAsync($"""UPDATE "ProjectProgress" SET "Leads" = {new string('x', 400)}""");
        await scene.MultiplyAsync("apex", 9000);
        using (var answer = await (await scene.OperatorAsync()).BeginAsync($"/operations/agreements.{form}"))
        {
            Assert.True(await (await answer.Content.ReadAsStreamAsync()).ReadAsync(new byte[1000]) > 0);
            Assert.False(ends.Ended.IsCompleted, "The export was over before anybody hung up.");
        }

        Assert.Null(await ends.Ended);
        Assert.Equal("", File.Exists(Log) ? await File.ReadAllTextAsync(Log) : "");
    }

    /// <summary>Tells when an export is over, and what it threw.</summary>
    private sealed class Ends : IStartupFilter
    {
        private readonly TaskCompletionSource<Exception?> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Exception?> Ended => ended.Task;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                try
                {
                    await rest(context);
                    End(context.Request.Path, null);
                }
                catch (Exception cause)
                {
                    End(context.Request.Path, cause);
                    throw;
                }
            });
            next(app);
        };

        private void End(string path, Exception? cause)
        {
            if (path.StartsWith("/operations/agreements.", StringComparison.Ordinal))
            {
                ended.TrySetResult(cause);
            }
        }
    }
}
