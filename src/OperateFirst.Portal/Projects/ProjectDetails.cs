using System.Text.RegularExpressions;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Projects;

/// <summary>What a lead types about a project, checked.</summary>
public sealed partial record ProjectDetails
{
    public const int NameLength = 80;
    public const int SlugLength = 63; // RFC 1123
    public const int DescriptionLength = 2000;

    private ProjectDetails()
    {
    }

    public required string Name { get; init; }
    public required string Slug { get; init; }
    public required string Description { get; init; }
    public required string RepositoryUrl { get; init; }
    public required string DocumentationUrl { get; init; }
    public required string ContactEmail { get; init; }

    /// <exception cref="RuleBrokenException">Names every field that is wrong.</exception>
    public static ProjectDetails From(ProjectForm form)
    {
        var checks = new FieldChecks();
        var details = new ProjectDetails
        {
            Name = checks.Name(nameof(form.Name), form.Name, "the project's name", NameLength),
            Slug = CheckSlug(checks, form.Slug),
            Description = checks.Text(nameof(form.Description), form.Description, "what the project is", DescriptionLength),
            RepositoryUrl = checks.Url(nameof(form.RepositoryUrl), form.RepositoryUrl, "the link to the repository"),
            DocumentationUrl = checks.Url(nameof(form.DocumentationUrl), form.DocumentationUrl, "the link to the documentation", optional: true),
            ContactEmail = checks.Email(nameof(form.ContactEmail), form.ContactEmail, "the contact e-mail address"),
        };
        if (details.Description.Length > 0 && !details.Description.Any(char.IsLetterOrDigit))
        {
            checks.Add(nameof(form.Description), "Say in a sentence what the project is.");
        }

        checks.ThrowIfAny();
        return details;
    }

    /// <summary>The nearest RFC 1123 label to a name, or empty where nothing of it remains.</summary>
    public static string ProposeSlug(string name)
    {
        var label = NotLabel().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return label.Length <= SlugLength ? label : label[..SlugLength].Trim('-');
    }

    private static string CheckSlug(FieldChecks checks, string? value)
    {
        var slug = checks.Line(nameof(ProjectForm.Slug), value, "the short name", 200);
        if (slug.Length == 0)
        {
            return slug;
        }

        if (slug.Length > SlugLength || !Label().IsMatch(slug))
        {
            var proposal = ProposeSlug(slug);
            var better = proposal.Length > 0 && proposal != slug ? $" “{proposal}” would do." : "";
            checks.Add(nameof(ProjectForm.Slug), $"Use only lower-case letters, digits and hyphens, with a letter or digit first and last, at most {SlugLength} characters.{better}");
        }
        else if (slug is "new")
        {
            checks.Add(nameof(ProjectForm.Slug), "The portal uses this word itself. Choose another short name.");
        }

        return slug;
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]
    private static partial Regex Label();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotLabel();
}

/// <summary>As typed.</summary>
public sealed class ProjectForm
{
    public string? Name { get; set; }
    public string? Slug { get; set; }
    public string? Description { get; set; }
    public string? RepositoryUrl { get; set; }
    public string? DocumentationUrl { get; set; }
    public string? ContactEmail { get; set; }
}
