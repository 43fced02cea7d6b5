using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace OperateFirst.Portal.TestSupport;

/// <summary>
/// A plain proxy before several replicas: each request goes to the next one, whoever asks. It asks each for its <c>/health/ready</c> a few times a
/// second and leaves out those that answer 503 or nothing.
/// </summary>
public sealed class RoundRobinProxy : IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);

    // Of one connection only, or given anew by each server.
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase) { "Connection", "Keep-Alive", "Transfer-Encoding", "Host", "Date", "Server" };

    private readonly Replica[] replicas;
    private readonly CancellationTokenSource stop = new();
    private readonly Task asking;
    private LoopbackServer? server;
    private int turn;
    private int failed;

    private RoundRobinProxy(IEnumerable<Uri> addresses)
    {
        replicas = [.. addresses.Select(address => new Replica(address))];
        asking = AskAsync();
    }

    public Uri Address => server?.Address ?? throw new InvalidOperationException("Not started yet.");

    /// <summary>How many requests each replica has answered.</summary>
    public IReadOnlyList<int> Answered => [.. replicas.Select(replica => Volatile.Read(ref replica.Answered))];

    /// <summary>Requests that no replica answered.</summary>
    public int Failed => Volatile.Read(ref failed);

    public static async Task<RoundRobinProxy> StartAsync(IEnumerable<Uri> replicas)
    {
        var proxy = new RoundRobinProxy(replicas);
        proxy.server = await LoopbackServer.StartAsync(app => app.Run(proxy.PassOnAsync));
        return proxy;
    }

    /// <summary>Whether requests are sent to a replica now.</summary>
    public bool IsIn(int replica) => replicas[replica].IsReady;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await asking;
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
        Array.ForEach(replicas, replica => replica.Client.Dispose());
        stop.Dispose();
    }

    private async Task AskAsync()
    {
        using var timer = new PeriodicTimer(AskEvery);
        try
        {
            do
            {
                await Task.WhenAll(replicas.Select(replica => replica.AskAsync(stop.Token)));
            }
            while (await timer.WaitForNextTickAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var ready = Array.FindAll(replicas, replica => replica.IsReady);
        var next = ready.Length == 0 ? null : ready[(uint)Interlocked.Increment(ref turn) % (uint)ready.Length];
        try
        {
            using var request = await RequestOfAsync(context.Request);
            using var answer = await (next ?? throw new HttpRequestException("No replica is ready.")).Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key)))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            Interlocked.Increment(ref next.Answered);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            Interlocked.Increment(ref failed);
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }

    private static async Task<HttpRequestMessage> RequestOfAsync(HttpRequest asked)
    {
        var request = new HttpRequestMessage(new HttpMethod(asked.Method), new Uri(asked.GetEncodedPathAndQuery(), UriKind.Relative));
        if (asked.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            var body = new MemoryStream();
            await asked.Body.CopyToAsync(body);
            request.Content = new ByteArrayContent(body.ToArray());
        }

        foreach (var (name, values) in asked.Headers.Where(header => !OfTheConnection.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        request.Headers.Add("X-Forwarded-For", $"{asked.HttpContext.Connection.RemoteIpAddress}");
        request.Headers.Add("X-Forwarded-Proto", asked.Scheme);
        request.Headers.Add("X-Forwarded-Host", asked.Host.Value);
        return request;
    }

    private sealed class Replica(Uri address)
    {
        public int Answered;

        private volatile bool ready = true;

        public bool IsReady => ready;

        public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

        public async Task AskAsync(CancellationToken cancel)
        {
            try
            {
                using var answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancel);
                ready = answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                ready = false;
            }
        }
    }
}
