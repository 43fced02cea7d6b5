using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>What becomes of one POST.</summary>
public enum PostFault
{
    None,

    /// <summary>GitHub carries it out; the connection breaks before the answer.</summary>
    AnswerLost,

    /// <summary>GitHub carries it out; the answer does not come while the caller lives.</summary>
    AnswerHeld,

    /// <summary>It does not reach GitHub while the caller lives.</summary>
    RequestHeld,
}

/// <summary>Stands between the portal and the GitHub emulator and passes everything on, but for one POST.</summary>
public sealed class GitHubRelay : IAsyncDisposable
{
    private readonly HttpClient client;
    private TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopbackServer? server;
    private int fault;

    private GitHubRelay(Uri gitHub) => client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = gitHub };

    public Uri Address => server?.Address ?? throw new InvalidOperationException("Not started yet.");

    public static async Task<GitHubRelay> StartAsync(Uri gitHub)
    {
        var relay = new GitHubRelay(gitHub);
        relay.server = await LoopbackServer.StartAsync(app => app.Run(relay.PassOnAsync));
        return relay;
    }

    public void BreakNextPost(PostFault how)
    {
        met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fault = (int)how;
    }

    /// <summary>Waits until the POST has met its fault.</summary>
    public Task FaultAsync() => met.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
        client.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var now = HttpMethods.IsPost(context.Request.Method) ? (PostFault)Interlocked.Exchange(ref fault, (int)PostFault.None) : PostFault.None;
        if (now is PostFault.RequestHeld)
        {
            await HoldAsync(context);
            return;
        }

        using var answer = await AskGitHubAsync(context.Request);
        switch (now)
        {
            case PostFault.AnswerHeld:
                await HoldAsync(context);
                break;
            case PostFault.AnswerLost:
                met.TrySetResult();
                context.Abort();
                break;
            default:
                context.Response.StatusCode = (int)answer.StatusCode;
                context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
                await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
                break;
        }
    }

    private async Task HoldAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        met.TrySetResult();
        await gone.Task;
    }

    private async Task<HttpResponseMessage> AskGitHubAsync(HttpRequest asked)
    {
        using var request = new HttpRequestMessage(new HttpMethod(asked.Method), new Uri(asked.GetEncodedPathAndQuery(), UriKind.Relative));
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(asked.Headers.Authorization.ToString());
        request.Headers.UserAgent.ParseAdd("relay");
        if (asked.ContentLength > 0 || asked.Headers.TransferEncoding.Count > 0)
        {
            var content = new MemoryStream();
            await asked.Body.CopyToAsync(content);
            request.Content = new ByteArrayContent(content.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse(asked.ContentType ?? "application/json") } };
        }

        return await client.SendAsync(request);
    }
}
