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

    private GitHubStub(WebApplication app) => this.app = app;

    public List<JsonObject> Issues { get; } = [];

    public List<JsonObject> Comments { get; } = [];

    /// <summary>"GET /user" and so on, in order.</summary>
    public List<string> Requests { get; } = [];

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
        ["created_at"] = Now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map()
    {
        app.Use(async (context, next) =>
        {
            Requests.Add($"{context.Request.Method} {context.Request.Path}");
            if (!HttpMethods.IsGet(context.Request.Method) && await InsteadOfWriting(context))
            {
                return;
            }

            await next();
        });
        app.MapGet("/user", () => Json(new JsonObject { ["login"] = Bot }));
        app.MapGet("/repos/o/r/issues", (string creator, string state, int page) => Json(new JsonArray(
            [.. Issues.Where(issue => (string?)issue["user"]?["login"] == creator && state == "all" && page == 1).Reverse().Select(issue => issue.DeepClone())])));
        app.MapPost("/repos/o/r/issues", (HttpContext context) => WriteAsync(context, 201, sent =>
        {
            AddIssue(Bot, (string?)sent["body"] ?? "", Issues.Count + 1);
            Issues[^1]["labels_sent"] = sent["labels"]?.DeepClone();
            return Issues[^1];
        }));
        app.MapGet("/repos/o/r/issues/{number:int}", (int number) => Json(Find(number)));
        app.MapPatch("/repos/o/r/issues/{number:int}", (HttpContext context, int number) => WriteAsync(context, 200, sent =>
        {
            foreach (var (name, value) in sent)
            {
                Find(number)[name] = value?.DeepClone();
            }

            return Find(number);
        }));
        app.MapGet("/repos/o/r/issues/{number:int}/comments", () => Json(new JsonArray([.. Comments.Select(comment => comment.DeepClone())])));
        app.MapPost("/repos/o/r/issues/{number:int}/comments", (HttpContext context, int number) => WriteAsync(context, 201, sent =>
        {
            Comments.Add(new JsonObject
            {
                ["id"] = Comments.Count + 1,
                ["html_url"] = $"https://github.example.org/o/r/issues/{number}#issuecomment-{Comments.Count + 1}",
                ["body"] = (string?)sent["body"],
                ["user"] = new JsonObject { ["login"] = Bot },
            });
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

    private JsonObject Find(int number) => Issues.Single(issue => (int?)issue["number"] == number);

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json; charset=utf-8");
}
