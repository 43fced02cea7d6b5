using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Review;

/// <summary>The requests that wait for this coordinator, oldest first.</summary>
public sealed class IndexModel(PortalDbContext db, CurrentAccount me, PortalContent content, BusinessDays businessDays, TimeProvider time) : PageModel
{
    public IReadOnlyList<WaitingRequest> Requests { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var mine = me.Coordinates;
        var rows = await (
            from request in db.InvitationRequests.AsNoTracking()
            join project in db.Projects on request.ProjectId equals project.Id
            where mine.Contains(request.Contact) && request.State == InvitationState.Waiting && project.ClosedAtUtc == null
            orderby request.RequestedAtUtc, request.Id
            select new { request.Id, request.Target, request.RequestedByName, request.SinceUtc, project.Slug, project.Name })
            .ToListAsync(cancel);
        Requests =
        [
            .. rows.Select(row => new WaitingRequest(
                row.Id,
                row.Slug,
                row.Name,
                content.FindInvitationTarget(row.Target)?.Title ?? row.Target,
                row.RequestedByName,
                row.SinceUtc,
                businessDays.Between(row.SinceUtc, time.UtcNow()))),
        ];
    }

    public sealed record WaitingRequest(Guid Id, string Slug, string Name, string Title, string By, DateTime SinceUtc, int BusinessDays);
}
