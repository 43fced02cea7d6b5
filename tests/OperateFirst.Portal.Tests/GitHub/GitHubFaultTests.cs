using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Outbox;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.GitHub;

/// <summary>The real client against a GitHub that misbehaves on order.</summary>
public sealed class GitHubFaultTests
{
    private const string Issues = "/repos/o/r/issues";

    [Theory]
    [InlineData("time-out")]
    [InlineData("reset")]
    [InlineData("cut body")]
    [InlineData("HTML with 201")]
    public async Task A_post_that_landed_before_the_fault_leads_to_one_issue(string fault)
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub, ("GitHub:TimeoutSeconds", "1"));
        gitHub.InsteadOfWriting = async context =>
        {
            gitHub.InsteadOfWriting = _ => Task.FromResult(false);
            gitHub.AddIssue(GitHubStub.Bot, (string?)(await JsonNode.ParseAsync(context.Request.Body))?["body"] ?? "", 1);
            await BreakAsync(context, fault, gitHub.Issues[0].ToJsonString());
            return true;
        };

        await rooms.DeliverAsync();
        Assert.Equal((OutboxState.Queued, 1), ((await MessageAsync(rooms)).State, gitHub.Issues.Count));
        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.DeliverAsync();

        Assert.Single(gitHub.Issues);
        var message = await MessageAsync(rooms);
        Assert.Equal((OutboxState.Sent, "Issue #1 opened"), (message.State, message.Result));
    }

    [Fact]
    public async Task Answers_500_502_and_503_five_times_and_then_201_lead_to_one_issue()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        var answers = new Queue<int>([500, 502, 503, 502, 500]);
        gitHub.InsteadOfWriting = async context => answers.TryDequeue(out var status) && await AnswerAsync(context, status);

        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await rooms.DeliverAsync();
            rooms.Time.Advance(TimeSpan.FromHours(5));
        }

        Assert.Single(gitHub.Issues);
        var message = await MessageAsync(rooms);
        Assert.Equal((OutboxState.Sent, "Issue #1 opened", 6), (message.State, message.Result, message.Attempts));
        Assert.Equal(6, gitHub.Requests.Count(request => request == $"POST {Issues}"));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task A_renamed_repository_works(int status)
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        gitHub.Instead = context =>
        {
            if (context.Request.Path.StartsWithSegments("/repos/o/r", out var rest))
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = $"{context.Request.Scheme}://{context.Request.Host}/repositories/7{rest}{context.Request.QueryString}";
                return Task.FromResult(true);
            }

            return Task.FromResult(false);
        };

        await rooms.DeliverAsync();
        await rooms.AskAsync();
        await rooms.DeliverAsync();

        Assert.Contains("waiting for Bill Burns", (string?)Assert.Single(gitHub.Issues)["body"], StringComparison.Ordinal);
        Assert.Single(gitHub.Comments);
        Assert.Equal(OutboxState.Sent, (await rooms.MessageAsync(TrackingIssue.CommentMessage)).State);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_another_host_is_refused_and_gets_no_token(int status)
    {
        await using var elsewhere = await HttpStub.StartAsync();
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        gitHub.InsteadOfWriting = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = new Uri(elsewhere.Address, Issues).AbsoluteUri;
            return Task.FromResult(true);
        };

        await rooms.DeliverAsync();

        Assert.Empty(elsewhere.Requests);
        var message = await MessageAsync(rooms);
        Assert.Equal(OutboxState.Parked, message.State);
        Assert.Contains($"leads to another server, {elsewhere.Address.Authority}, which gets neither the token nor the text", message.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_marker_that_a_user_types_is_not_trusted_and_not_posted()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await DeliveryRooms.OpenAsync(gitHub.Settings);
        await rooms.RegisterAsync(slug: "victim");
        var victim = await rooms.InScopeAsync(scope => scope.GetRequiredService<PortalDbContext>().Projects.Select(project => project.Id).SingleAsync(TestContext.Current.CancellationToken));
        var marker = TrackingIssueBody.MarkerOf(victim);
        await rooms.RegisterAsync(name: $"Forger {TrackingIssueBody.End}", description: $"{marker}\n{TrackingIssueBody.Begin}\n{TrackingIssueBody.End}\n```\n{marker}", slug: "forger");
        await rooms.AcceptBothAsync("forger");
        await rooms.DeliverAsync();
        var forged = (string?)Assert.Single(gitHub.Issues)["body"] ?? "";
        Assert.DoesNotContain(marker, forged, StringComparison.Ordinal);
        Assert.Equal((2, 2), (forged.Split(TrackingIssueBody.Begin).Length, forged.Split(TrackingIssueBody.End).Length));

        // The look for an earlier try is not led to the forger's issue.
        gitHub.InsteadOfWriting = context => AnswerAsync(context, 502);
        await rooms.AcceptBothAsync("victim");
        await rooms.DeliverAsync();
        gitHub.InsteadOfWriting = _ => Task.FromResult(false);
        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.DeliverAsync();

        Assert.Equal(2, gitHub.Issues.Count);
        Assert.Contains(marker, (string?)gitHub.Issues[1]["body"], StringComparison.Ordinal);
        Assert.All(await rooms.MessagesAsync(TrackingIssue.SyncMessage), message => Assert.Equal(OutboxState.Sent, message.State));
    }

    [Fact]
    public async Task An_issue_that_was_opened_after_the_restored_backup_is_found_and_no_second_one_opened()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await DeliveryRooms.OpenAsync(gitHub.Settings);
        await rooms.RegisterAsync();
        var project = await rooms.InScopeAsync(scope => scope.GetRequiredService<PortalDbContext>().Projects.Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken));
        gitHub.AddIssue(GitHubStub.Bot, TrackingIssueBody.MarkerOf(project), 1);
        rooms.Time.Advance(TimeSpan.FromDays(2));
        var now = rooms.Time.GetUtcNow().UtcDateTime;
        await rooms.InScopeAsync(scope =>
        {
            var db = scope.GetRequiredService<PortalDbContext>();
            db.GitHubSweeps.Add(new GitHubSweep { DueAtUtc = now, RestoredAtUtc = now });
            return db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        await rooms.AcceptBothAsync();
        await rooms.DeliverAsync();

        Assert.Contains(TrackingIssueBody.Begin, (string?)Assert.Single(gitHub.Issues)["body"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issue_that_only_seems_to_be_gone_is_parked_and_not_taken_for_deleted()
    {
        await using var gitHub = await GitHubStub.StartAsync();
        await using var rooms = await OpenPromisedAsync(gitHub);
        await rooms.DeliverAsync();

        // The token has lost its right to the repository: everything in it is 404.
        gitHub.Instead = async context => context.Request.Path.StartsWithSegments("/repos", StringComparison.Ordinal) && await AnswerAsync(context, 404);
        await rooms.AskAsync();
        await rooms.DeliverAsync();

        Assert.All(
            (await rooms.MessagesAsync(TrackingIssue.SyncMessage)).Skip(1).Append(await rooms.MessageAsync(TrackingIssue.CommentMessage)),
            message => Assert.Contains("check GitHub:Repository (o/r)", message.LastError, StringComparison.Ordinal));
    }

    private static async Task<DeliveryRooms> OpenPromisedAsync(GitHubStub gitHub, params (string Name, string Value)[] settings)
    {
        var all = gitHub.Settings;
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var rooms = await DeliveryRooms.OpenAsync(all);
        await rooms.RegisterAsync();
        await rooms.AcceptBothAsync();
        return rooms;
    }

    private static Task<OutboxMessage> MessageAsync(DeliveryRooms rooms) => rooms.MessageAsync(TrackingIssue.SyncMessage);

    private static async Task<bool> AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"message":"No."}""");
        return true;
    }

    private static async Task BreakAsync(HttpContext context, string fault, string answer)
    {
        context.Response.StatusCode = 201;
        switch (fault)
        {
            case "time-out":
                var gone = new TaskCompletionSource();
                await using (context.RequestAborted.Register(gone.SetResult))
                {
                    await gone.Task;
                }

                break;
            case "reset":
                context.Abort();
                break;
            case "cut body":
                var bytes = Encoding.UTF8.GetBytes(answer);
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = bytes.Length;
                await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            default:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<p>Created</p>");
                break;
        }
    }
}
