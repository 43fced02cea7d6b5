using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OperateFirst.Portal.Tests.GitHub;

/// <summary>As much of GitHub's API as the portal uses, on loopback, with failures on demand.</summary>
internal sealed class GitHubStub : IAsyncDisposable
{
    public const string Bot = "portal-bot";

    private readonly WebApplication app;
    private readonly SemaphoreSlim turn = new(1);

    private GitHubStub(WebApplication app) => this.app = app;

    public List<JsonObject> Issues { get; } = [];

    public List<JsonObject> Comments { get; } = [];

    /// <summary>"GET /user" and so on, in order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Issues that were deleted, and those that were moved, with their new number.</summary>
    public HashSet<int> Deleted { get; } = [];

    public Dictionary<int, int> Moved { get; } = [];

    /// <summary>Before the answer to any request: returns true where it has answered otherwise.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    /// <summary>Before the answer to a request that changes something: returns true where it has answered otherwise.</summary>
    public Func<HttpContext, Task<bool>> InsteadOfWriting { get; set; } = _ => Task.FromResult(false);

    /// <summary>How many answers are lost after the change was made.</summary>
    public int LoseAnswers { get; set; }

    public DateTime Now { get; set; } = new(2026, 10, 19, 14, 0, 0, DateTimeKind.Utc);

    public Dictionary<string, string?> Settings => new()
    {
        ["Deliveries:Issues"] = "GitHub",
        ["GitHub:Token"] = "token",
        ["GitHub:Repository"] = "o/r",
        ["GitHub:ApiUrl"] = app.Urls.First(),
        ["GitHub:Labels:0"] = "onboarding",
    };

    public static async Task<GitHubStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var stub = new GitHubStub(builder.Build());
        stub.Map();
        await stub.app.StartAsync();
        return stub;
    }

    public void AddIssue(string login, string body, int number) => Issues.Add(new JsonObject
    {
        ["number"] = number,
        ["title"] = "Onboarding: sigstore-aas",
        ["html_url"] = $"https://github.example.org/o/r/issues/{number}",
        ["body"] = body,
        ["state"] = "open",
        ["user"] = new JsonObject { ["login"] = login },
        ["created_at"] = Iso(Now),
        ["updated_at"] = Iso(Now),
    });

    public void ChangeIssue(int number, params (string Name, JsonNode? Value)[] changes)
    {
        foreach (var (name, value) in changes.Append(("updated_at", Iso(Now))))
        {
            Find(number)[name] = value;
        }
    }

    public JsonObject AddComment(int number, string login, string body)
    {
        Comments.Add(new JsonObject
        {
            ["id"] = Comments.Count + 1,
            ["html_url"] = $"https://github.example.org/o/r/issues/{number}#issuecomment-{Comments.Count + 1}",
            ["body"] = body,
            ["user"] = new JsonObject { ["login"] = login },
            ["created_at"] = Iso(Now),
            ["updated_at"] = Iso(Now),
        });
        return Comments[^1];
    }

    public static string Iso(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>How often a list was asked for.</summary>
    public int ListCalls(string path) => Requests.Count(request => request == $"GET {path}");

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        turn.Dispose();
    }

    private void Map()
    {
        // One request at a time: what two replicas ask at once has to be counted right too.
        app.Use(async (context, next) =>
        {
            await turn.WaitAsync(context.RequestAborted);
            try
            {
                await next();
            }
            finally
            {
                turn.Release();
            }
        });
        app.Use(async (context, next) =>
        {
            Requests.Add($"{context.Request.Method} {context.Request.Path}");
            if (await Instead(context) || (!HttpMethods.IsGet(context.Request.Method) && await InsteadOfWriting(context)))
            {
                return;
            }

            // Where a renamed repository's old name leads to.
            if (context.Request.Path.StartsWithSegments("/repositories/7", out var rest))
            {
                context.Request.Path = "/repos/o/r" + rest;
            }

            await next();
        });
        app.UseRouting();
        app.MapGet("/user", () => Json(new JsonObject { ["login"] = Bot }));
        app.MapGet("/repos/o/r", () => Json(new JsonObject { ["id"] = 7, ["name"] = "r", ["full_name"] = "o/r" }));
        app.MapGet("/repos/o/r/issues", (HttpContext context, string creator, string state) => Page(context, Issues.Where(issue =>
            (string?)issue["user"]?["login"] == creator && state == "all" && !Deleted.Contains(NumberOf(issue)) && !Moved.ContainsKey(NumberOf(issue)))));
        app.MapGet("/repos/o/r/issues/comments", (HttpContext context) => Page(context, Comments));
        app.MapGet("/repos/o/r/issues/comments/{id:int}", (int id) =>
            Comments.Find(comment => (int?)comment["id"] == id) is { } comment ? Json(comment.DeepClone()) : Answer(404, "Not Found"));
        app.MapPost("/repos/o/r/issues", (HttpContext context) => WriteAsync(context, 201, sent =>
        {
            AddIssue(Bot, (string?)sent["body"] ?? "", Issues.Count + 1);
            Issues[^1]["labels_sent"] = sent["labels"]?.DeepClone();
            return Issues[^1];
        }));
        app.MapGet("/repos/o/r/issues/{number:int}", (int number) => Deleted.Contains(number)
            ? Answer(410, "This issue was deleted")
            : Moved.TryGetValue(number, out var to) ? Results.Redirect($"{app.Urls.First()}/repositories/8/issues/{to}", permanent: true) : Json(Find(number)));
        app.MapGet("/repositories/8/issues/{number:int}", (int number) =>
            Json(new JsonObject { ["number"] = number, ["state"] = "open", ["html_url"] = $"https://github.example.org/o/other/issues/{number}" }));
        app.MapPatch("/repos/o/r/issues/{number:int}", (HttpContext context, int number) => WriteAsync(context, 200, sent =>
        {
            ChangeIssue(number, [.. sent.Select(change => (change.Key, change.Value?.DeepClone()))]);
            return Find(number);
        }));
        app.MapGet("/repos/o/r/issues/{number:int}/comments", () => Json(new JsonArray([.. Comments.Select(comment => comment.DeepClone())])));
        app.MapPost("/repos/o/r/issues/{number:int}/comments", (HttpContext context, int number) => WriteAsync(context, 201, sent =>
        {
            AddComment(number, Bot, (string?)sent["body"] ?? "");
            return Comments[^1];
        }));
    }

    private async Task WriteAsync(HttpContext context, int status, Func<JsonObject, JsonObject> change)
    {
        var sent = (await JsonNode.ParseAsync(context.Request.Body))?.AsObject() ?? [];
        var answer = change(sent);
        if (LoseAnswers > 0)
        {
            LoseAnswers--;
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    // As GitHub pages: newest change first, with a link to the next page where there is one.
    private static IResult Page(HttpContext context, IEnumerable<JsonObject> all)
    {
        var query = context.Request.Query;
        var since = query["since"].ToString();
        var page = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        var found = all.Where(item => string.CompareOrdinal((string?)item["updated_at"], since) >= 0)
            .OrderByDescending(item => (string?)item["updated_at"], StringComparer.Ordinal).ThenByDescending(item => NumberOf(item)).ToList();
        if (found.Count > page * 100)
        {
            context.Response.Headers.Link = $"<{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}?page={page + 1}>; rel=\"next\"";
        }

        return Json(new JsonArray([.. found.Skip((page - 1) * 100).Take(100).Select(item => item.DeepClone())]));
    }

    private static int NumberOf(JsonObject issue) => (int?)issue["number"] ?? 0;

    private static IResult Answer(int status, string message) =>
        Results.Text(new JsonObject { ["message"] = message }.ToJsonString(), "application/json; charset=utf-8", statusCode: status);

    private JsonObject Find(int number) => Issues.Single(issue => (int?)issue["number"] == number);

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json; charset=utf-8");
}
