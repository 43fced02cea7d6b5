using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Review;

/// <summary>One request, for the coordinator it was made to. Opening it decides nothing.</summary>
public sealed class RequestModel(PortalDbContext db, CurrentAccount me, ProjectReader projects, DecideInvitation decide, PortalContent content) : PortalPage
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty]
    public DecisionForm Input { get; set; } = new();

    public InvitationRequest? Asked { get; private set; }

    public ProjectFacts? Facts { get; private set; }

    public Journey? Journey { get; private set; }

    public string Title { get; private set; } = "";

    public bool CanDecide => Asked?.State == InvitationState.Waiting && Journey?.IsClosed == false;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var mine = me.Coordinates;
        Asked = await db.InvitationRequests.AsNoTracking()
            .SingleOrDefaultAsync(request => request.Id == Id && mine.Contains(request.Contact), cancel) ?? throw new ProjectNotFoundException();
        (Facts, Journey) = await projects.JourneyAsync(Asked.ProjectId, cancel);
        Title = content.FindInvitationTarget(Asked.Target)?.Title ?? Asked.Target;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await decide.RunAsync(Id, Input.Decision, Input.Reason, Input.Version ?? -1, cancel);
        await LoadAsync(cancel);
        Notice("Decided", $"{Asked?.RequestedByName} gets an e-mail with your answer.");
        return To("/review");
    }

    public sealed class DecisionForm
    {
        public string? Decision { get; set; }
        public string? Reason { get; set; }

        /// <summary>Of the request that the form showed.</summary>
        public int? Version { get; set; }
    }
}
