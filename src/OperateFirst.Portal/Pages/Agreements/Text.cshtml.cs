using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Pages.Agreements;

/// <summary>One agreement, public: the current version, or an earlier one under its number.</summary>
[OutputCache(PolicyName = VisitorPages.Policy)]
public sealed class TextModel(PortalDbContext db) : PageModel
{
    public ShownAgreement? Shown { get; private set; }

    /// <summary>The version before the one shown; null for the first.</summary>
    public AgreementVersion? Before { get; private set; }

    public TextDifference? Difference { get; private set; }

    /// <summary>Numbers of all published versions, newest first.</summary>
    public IReadOnlyList<AgreementVersion> Versions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string name, int? number, CancellationToken cancel)
    {
        Versions = await db.AgreementVersions.AsNoTracking().Where(version => version.Agreement == name)
            .OrderByDescending(version => version.Number).ToListAsync(cancel);
        if (Versions.FirstOrDefault(version => number is null || version.Number == number) is not { } shown)
        {
            return NotFound();
        }

        Shown = new ShownAgreement(shown, MarkdownText.ToHtml(shown.Text), shown.Number == Versions[0].Number);
        Before = Versions.FirstOrDefault(version => version.Number < shown.Number);
        Difference = Before is null ? null : TextDifference.Between(Before.Text, shown.Text);
        return Page();
    }
}

/// <param name="Html">Rendered from the version's text, safe to show.</param>
public sealed record ShownAgreement(AgreementVersion Version, string Html, bool IsCurrent);
