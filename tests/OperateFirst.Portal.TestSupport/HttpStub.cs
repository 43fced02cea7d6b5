using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace OperateFirst.Portal.TestSupport;

/// <summary>
/// A server on the loopback that answers exactly what a test told it to, in that order: in place of a GitHub that is broken, slow or rude.
/// A call that was not told of gets 501 and fails the test when the stub is disposed.
/// </summary>
public sealed class HttpStub : IAsyncDisposable
{
    private readonly LoopbackServer server;
    private readonly ConcurrentQueue<Script> scripts;
    private readonly ConcurrentQueue<RecordedRequest> requests;
    private readonly ConcurrentQueue<string> unexpected;

    private HttpStub(LoopbackServer server, ConcurrentQueue<Script> scripts, ConcurrentQueue<RecordedRequest> requests, ConcurrentQueue<string> unexpected)
    {
        this.server = server;
        this.scripts = scripts;
        this.requests = requests;
        this.unexpected = unexpected;
    }

    public Uri Address => server.Address;

    /// <summary>What was asked so far, expected or not.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. requests];

    /// <summary>What was told but not asked for yet: <c>GET /user</c>.</summary>
    public IReadOnlyList<string> Unasked => [.. scripts.Select(script => script.ToString())];

    public static async Task<HttpStub> StartAsync()
    {
        ConcurrentQueue<Script> scripts = new();
        ConcurrentQueue<RecordedRequest> requests = new();
        ConcurrentQueue<string> unexpected = new();
        var server = await LoopbackServer.StartAsync(app => app.Run(context => AnswerAsync(context, scripts, requests, unexpected)));
        return new HttpStub(server, scripts, requests, unexpected);
    }

    /// <summary>Queues the answer to the next call.</summary>
    /// <param name="path">Path without the query: <c>/repos/a/b/issues</c>.</param>
    public HttpStub Answer(HttpMethod method, string path, StubAnswer answer)
    {
        scripts.Enqueue(new Script(method.Method, path, answer));
        return this;
    }

    /// <exception cref="InvalidOperationException">Somebody asked for what was not told.</exception>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        if (!unexpected.IsEmpty)
        {
            throw new InvalidOperationException($"The stub was asked for what it was not told of:\n{string.Join('\n', unexpected)}");
        }
    }

    private static async Task AnswerAsync(
        HttpContext context, ConcurrentQueue<Script> scripts, ConcurrentQueue<RecordedRequest> requests, ConcurrentQueue<string> unexpected)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        requests.Enqueue(new RecordedRequest(request.Method, request.Path, request.QueryString.Value ?? "", headers, body));

        if (scripts.TryPeek(out var script) && script.Method == request.Method && script.Path == request.Path && scripts.TryDequeue(out _))
        {
            await script.Answer.WriteAsync(context);
            return;
        }

        unexpected.Enqueue($"{request.Method} {request.GetEncodedPathAndQuery()} (next in turn: {script?.ToString() ?? "nothing"})");
        context.Response.StatusCode = StatusCodes.Status501NotImplemented;
    }

    private sealed record Script(string Method, string Path, StubAnswer Answer)
    {
        public override string ToString() => $"{Method} {Path}";
    }
}

public sealed record RecordedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>One scripted answer, well behaved or not.</summary>
public sealed class StubAnswer
{
    private StubAnswer(Func<HttpContext, Task> write) => WriteAsync = write;

    internal Func<HttpContext, Task> WriteAsync { get; }

    public static StubAnswer Json(int status, string body, params (string Name, string Value)[] headers) =>
        Text(status, body, "application/json; charset=utf-8", headers);

    public static StubAnswer Text(int status, string body, string contentType, params (string Name, string Value)[] headers) => new(async context =>
    {
        Prepare(context, status, contentType, headers);
        await context.Response.WriteAsync(body);
    });

    /// <summary>Resets the connection without a word.</summary>
    public static StubAnswer Reset() => new(context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Promises the whole body, sends half of it and cuts the connection.</summary>
    public static StubAnswer CutShort(int status, string body) => new(async context =>
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Prepare(context, status, "application/json; charset=utf-8", []);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    });

    /// <summary>Says nothing until the caller gives up.</summary>
    public static StubAnswer Silence() => new(async context =>
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    });

    private static void Prepare(HttpContext context, int status, string contentType, (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers.Append(name, value);
        }
    }
}
