using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Projects;

/// <summary>Registers a project; who registers it is its lead.</summary>
public sealed class RegisterProject(PortalDbContext db, PortalLedger ledger, CurrentAccount me, TimeProvider time)
{
    internal const string SlugTaken = "This short name is taken. Choose another one.";

    /// <returns>The slug.</returns>
    public async Task<string> RunAsync(ProjectForm form, CancellationToken cancel)
    {
        var details = ProjectDetails.From(form);
        if (await db.Projects.AnyAsync(other => other.Slug == details.Slug, cancel))
        {
            throw new RuleBrokenException(nameof(form.Slug), SlugTaken);
        }

        var lead = await me.LoadAsync(db, cancel);
        var project = Project.Register(details, lead, time.UtcNow());
        db.Projects.Add(project);
        ledger.Record(project.Id, ProjectEvents.Registered, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["slug"] = details.Slug,
            ["name"] = details.Name,
            ["repository"] = details.RepositoryUrl,
            ["documentation"] = details.DocumentationUrl,
        });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException failure) when (db.IsUniqueViolation(failure))
        {
            throw new RuleBrokenException(nameof(form.Slug), SlugTaken);
        }

        return project.Slug;
    }
}
