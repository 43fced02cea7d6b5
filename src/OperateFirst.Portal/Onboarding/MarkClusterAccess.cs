using System.Text.Json.Nodes;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Onboarding;

/// <summary>The lead says that the project has its access. It stands here, not in Projects, because the journey decides whether it may.</summary>
public sealed class MarkClusterAccess(PortalDbContext db, PortalLedger ledger, CurrentAccount me, ProjectFactsReader reader, TimeProvider time)
{
    public async Task RunAsync(string slug, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        project.RefuseIfClosed();
        project.RequireLead(me.Id, "mark this step as done");
        var facts = await reader.ReadAsync(db, project.Id, cancel) ?? throw new ProjectNotFoundException();
        var step = Journey.Of(facts, time.UtcNow())[StepKind.ClusterAccess];
        if (step.State == StepState.Blocked)
        {
            throw new RuleBrokenException(step.Why);
        }

        if (project.MarkClusterAccess(time.UtcNow()))
        {
            ledger.Record(project.Id, ProjectEvents.ClusterAccessMarked, me.Id, new JsonObject { ["by"] = me.Name });
            await db.SaveChangesAsync(cancel);
        }
    }
}

public static class OnboardingServices
{
    public static IServiceCollection AddOnboarding(this IServiceCollection services) => services
        .AddSingleton<ProjectFactsReader>()
        .AddSingleton<KeptFacts>()
        .AddSingleton<KeepInStep>()
        .AddSingleton<ILedgerReaction>(provider => provider.GetRequiredService<KeepInStep>())
        .AddSingleton<ISaveParticipant>(provider => provider.GetRequiredService<KeepInStep>())
        .AddClockJob<RefreshProgress>()
        .AddScoped<NoteIssue>()
        .AddScoped<NoteIssueComment>()
        .AddScoped<MarkClusterAccess>();
}
