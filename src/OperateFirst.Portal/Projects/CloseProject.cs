using System.Text.Json.Nodes;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Projects;

/// <summary>A lead ends the onboarding with a reason. Nothing is deleted.</summary>
public sealed class CloseProject(PortalDbContext db, PortalLedger ledger, CurrentAccount me, TimeProvider time)
{
    public const int ReasonLength = 1000;

    public async Task RunAsync(string slug, string? reason, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        project.RequireLead(me.Id, "close the project");
        var checks = new FieldChecks();
        var text = checks.Text("Reason", reason, "why you close the project", ReasonLength);
        checks.ThrowIfAny();
        project.Close(text, time.UtcNow());
        ledger.Record(project.Id, ProjectEvents.Closed, me.Id, new JsonObject { ["by"] = me.Name, ["reason"] = text });
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>An operator ends the onboarding of a project whose people are gone, with a reason that they read when they come back.</summary>
public sealed class CloseProjectAsOperator(PortalDbContext db, PortalLedger ledger, CurrentAccount me, TimeProvider time)
{
    public async Task RunAsync(string slug, string? reason, CancellationToken cancel)
    {
        var project = await db.ProjectForOperatorAsync(slug, me, cancel) ?? throw new ProjectNotFoundException();
        var checks = new FieldChecks();
        var text = checks.Text("Reason", reason, "why you close the project", CloseProject.ReasonLength);
        checks.ThrowIfAny();
        project.Close(text, time.UtcNow());
        ledger.Record(project.Id, ProjectEvents.Closed, me.Id, new JsonObject { ["by"] = me.Name, ["reason"] = text, ["operator"] = true });
        await db.SaveChangesAsync(cancel);
    }
}
