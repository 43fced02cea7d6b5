using Microsoft.AspNetCore.Mvc;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>An operator closes a project whose people are gone.</summary>
public sealed class CloseProjectModel(PortalDbContext db, CloseProjectAsOperator close) : OperatedProject(db)
{
    [BindProperty]
    public CloseForm Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await close.RunAsync(Slug, Input.Reason, cancel);
        Notice($"{Slug} is closed", "Nothing was deleted. Its people read your reason.");
        return To(Home);
    }

    public sealed class CloseForm
    {
        public string? Reason { get; set; }
    }
}
