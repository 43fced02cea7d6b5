using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Review;

/// <summary>One request, for the coordinator it was made to. Opening it decides nothing.</summary>
public sealed class RequestModel(PortalDbContext db, CurrentAccount me, ProjectReader projects, PortalContent content) : PageModel
{
    public InvitationRequest? Asked { get; private set; }

    public ProjectFacts? Facts { get; private set; }

    public Journey? Journey { get; private set; }

    public string Title { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        var mine = me.Coordinates;
        Asked = await db.InvitationRequests.AsNoTracking()
            .SingleOrDefaultAsync(request => request.Id == id && mine.Contains(request.Contact), cancel);
        if (Asked is null)
        {
            return NotFound();
        }

        (Facts, Journey) = await projects.JourneyAsync(Asked.ProjectId, cancel);
        Title = content.FindInvitationTarget(Asked.Target)?.Title ?? Asked.Target;
        return Page();
    }
}
