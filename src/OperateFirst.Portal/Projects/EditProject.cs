using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Projects;

/// <summary>Changes what was registered; any member may.</summary>
public sealed class EditProject(PortalDbContext db, PortalLedger ledger, CurrentAccount me)
{
    /// <returns>The slug, which may be new.</returns>
    public async Task<string> RunAsync(string slug, ProjectForm form, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        project.RefuseIfClosed();
        var details = ProjectDetails.From(form);
        var changed = Changes(project, details);
        if (changed.Count == 0)
        {
            return project.Slug;
        }

        if (details.Slug != slug && await db.Projects.AnyAsync(other => other.Slug == details.Slug, cancel))
        {
            throw new RuleBrokenException(nameof(form.Slug), RegisterProject.SlugTaken);
        }

        project.Edit(details);
        ledger.Record(project.Id, ProjectEvents.Edited, me.Id, new JsonObject { ["by"] = me.Name, ["changed"] = changed });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException failure) when (db.IsUniqueViolation(failure))
        {
            throw new RuleBrokenException(nameof(form.Slug), RegisterProject.SlugTaken);
        }

        return project.Slug;
    }

    // Old and new value of each changed field; of the e-mail address only that it changed.
    private static JsonObject Changes(Project project, ProjectDetails details)
    {
        var changes = new JsonObject();
        foreach (var (field, before, after) in new[]
        {
            ("name", project.Name, details.Name),
            ("slug", project.Slug, details.Slug),
            ("description", project.Description, details.Description),
            ("repository", project.RepositoryUrl, details.RepositoryUrl),
            ("documentation", project.DocumentationUrl, details.DocumentationUrl),
        })
        {
            if (before != after)
            {
                changes[field] = new JsonArray(before, after);
            }
        }

        if (project.ContactEmail != details.ContactEmail)
        {
            changes["contact e-mail"] = true;
        }

        return changes;
    }
}
