using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Guide;

namespace OperateFirst.Portal.Pages.Projects;

public sealed class GuideModel(ProjectReader reader, ConfirmReading confirm, PortalDbContext db, PortalContent content) : ProjectPage(reader)
{
    [BindProperty]
    public ReadingForm Input { get; set; } = new();

    public GuideText Text => content.Guide;

    public ReadingConfirmation? Confirmed { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel) =>
        Confirmed = await db.ReadingConfirmations.AsNoTracking().SingleOrDefaultAsync(reading => reading.ProjectId == Project.Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await confirm.RunAsync(Slug, Input.Confirmed, Input.Sha256, cancel);
        Notice("Step 2 is done", "You read the points and confirmed them.");
        return To(Home);
    }

    public sealed class ReadingForm
    {
        public bool Confirmed { get; set; }

        /// <summary>Of the text that the form showed.</summary>
        public string? Sha256 { get; set; }
    }
}
