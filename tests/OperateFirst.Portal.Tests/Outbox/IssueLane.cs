using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.GitHub;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.GitHub;

namespace OperateFirst.Portal.Tests.Outbox;

/// <summary>Messages that each open an issue by the real client, and two replicas that deliver them.</summary>
internal static class IssueLane
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<DeliveryRooms> OpenAsync(GitHubStub gitHub) =>
        DeliveryRooms.OpenAsync(gitHub.Settings, more: services => services.AddScoped<IMessageHandler, IssueHandler>().AddSingleton<Interruption>());

    public static Task PromiseAsync(DeliveryRooms rooms, int issues) => rooms.InScopeAsync(async scope =>
    {
        var db = scope.GetRequiredService<PortalDbContext>();
        for (var number = 0; number < issues; number++)
        {
            db.Enqueue(new MessageDraft(IssueHandler.KindName, null, Guid.NewGuid(), "Issue"), rooms.Time.UtcNow());
        }

        await db.SaveChangesAsync(Cancel);
    });

    /// <summary>Two workers as of two processes over the same rows: they share nothing else.</summary>
    public sealed class Replicas : IAsyncDisposable
    {
        private readonly ServiceProvider second;
        private readonly OutboxDispatcher[] workers;

        public Replicas(DeliveryRooms rooms)
        {
            second = rooms.BuildReplica();
            workers = [rooms.Services.GetRequiredService<OutboxDispatcher>(), second.GetRequiredService<OutboxDispatcher>()];
        }

        public ValueTask DisposeAsync() => second.DisposeAsync();

        /// <summary>What one was told, the other has to keep to as well.</summary>
        public async Task RunInTurnAsync()
        {
            foreach (var worker in workers)
            {
                while (await worker.RunOnceAsync(Cancel) > 0)
                {
                }
            }
        }

        public async Task RunAsync()
        {
            while ((await Task.WhenAll(workers.Select(worker => worker.RunOnceAsync(Cancel)))).Sum() > 0)
            {
            }
        }
    }

    public sealed class IssueHandler(IGitHubIssues issues, GitHubFailures failures, Interruption interruption) : IMessageHandler
    {
        public const string KindName = "github.test-issue.v1";

        public string Kind => KindName;

        public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => failures.GuardAsync(
            message,
            async () =>
            {
                interruption.Now();
                return new Delivery.Done($"Issue #{(await issues.CreateAsync("A title", $"{message.Id}", cancel)).Number} opened");
            },
            cancel);
    }

    /// <summary>What happens between the claim and the request.</summary>
    public sealed class Interruption
    {
        public Action Now { get; set; } = () => { };
    }
}
