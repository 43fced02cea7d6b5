using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Tests.Replicas;

/// <summary>A save of one replica stands still just before its commit; what another one does meanwhile loses nothing of it.</summary>
public sealed class OverlapTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_that_is_published_while_an_acceptance_is_saved_leaves_the_project_where_its_facts_put_it()
    {
        var pause = new Pause(db => db.ChangeTracker.Entries<Acceptance>().Any());
        await using var replicas = await TwoReplicas.StartAsync(services => services.AddSingleton<ISaveParticipant>(pause));
        await replicas.Rooms.RegisterAsync(slug: "apex");
        await TwoReplicas.AcceptAsync(replicas.First, "apex");
        replicas.Draft(2);
        await replicas.PublishAsync(replicas.First, 2);
        await TwoReplicas.TickAsync(replicas.First);

        var go = pause.Arm();
        var accepting = TwoReplicas.AcceptAsync(replicas.First, "apex");
        await pause.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        replicas.Draft(3);
        var publishing = replicas.PublishAsync(replicas.Second, 3);
        await replicas.DoneOrHeldUpAsync(publishing);
        go.SetResult();
        await Task.WhenAll(accepting, publishing);
        await TwoReplicas.TickAsync(replicas.Second);

        var row = await replicas.Rooms.InScopeAsync(scope => scope.GetRequiredService<PortalDbContext>().ProjectProgress.AsNoTracking().SingleAsync(Cancellation));
        Assert.Equal((AgreementStandings.Outdated, 2), (row.TelemetryStanding, row.TelemetryProgress.Number));
        await replicas.ExpectInStepAsync();
    }

    [Fact]
    public async Task What_is_promised_while_the_message_that_waits_for_it_is_taken_is_not_lost()
    {
        var (pause, seen) = (new Pause(db => db.ChangeTracker.Entries<LedgerEntry>().Any(entry => entry.Entity.Kind == TwoReplicas.Noted)), new Seen());
        await using var replicas = await TwoReplicas.StartAsync(services => services
            .AddSingleton<ISaveParticipant>(pause).AddSingleton(seen).AddScoped<IMessageHandler, StateHandler>());
        await TwoReplicas.SaveAsync(replicas.First, scope => Promise(scope, replicas));

        var go = pause.Arm();
        var saving = TwoReplicas.SaveAsync(replicas.First, scope => Promise(scope, replicas));
        await pause.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        var taking = replicas.Second.GetRequiredService<OutboxDispatcher>().RunOnceAsync(Cancellation);
        await replicas.DoneOrHeldUpAsync(taking);
        go.SetResult();
        await Task.WhenAll(saving, taking);
        await replicas.Rooms.DeliverAsync();

        Assert.Equal(2, seen.Entries);
    }

    private static void Promise(IServiceProvider scope, TwoReplicas replicas)
    {
        TwoReplicas.Note(scope);
        scope.GetRequiredService<PortalDbContext>().EnqueueCoalesced(new MessageDraft(StateHandler.KindName, null, Guid.NewGuid(), "The state") { OrderKey = "state" }, replicas.Rooms.Time.UtcNow());
    }

    /// <summary>Comes after all that takes part in a save.</summary>
    private sealed class Pause(Func<PortalDbContext, bool> isMeant) : ISaveParticipant
    {
        private TaskCompletionSource? go;
        private TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task;

        public TaskCompletionSource Arm()
        {
            reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public async Task BeforeCommitAsync(PortalDbContext db, CancellationToken cancel)
        {
            if (go is { } wait && isMeant(db) && reached.TrySetResult())
            {
                await wait.Task;
            }
        }
    }

    private sealed class Seen
    {
        public int Entries { get; set; }
    }

    private sealed class StateHandler(PortalDbContext db, Seen seen) : IMessageHandler
    {
        public const string KindName = "test.state.v1";

        public string Kind => KindName;

        public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel)
        {
            seen.Entries = await db.LedgerEntries.CountAsync(entry => entry.Kind == TwoReplicas.Noted, cancel);
            return new Delivery.Done("Seen");
        }
    }
}
