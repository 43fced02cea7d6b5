using Microsoft.AspNetCore.Mvc;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>The project no longer comes to a meeting.</summary>
public sealed class LeaveModel(ProjectReader reader, LeaveMeeting leave, PortalDbContext db, PortalContent content) : ProjectPage(reader)
{
    private InvitationTarget? target;

    [FromRoute(Name = "name")]
    public string Name { get; set; } = "";

    [BindProperty]
    public LeaveForm Input { get; set; } = new();

    public InvitationTarget Target => target ?? throw new InvalidOperationException("Not loaded yet.");

    public bool CanLeave { get; private set; }

    public string Back => $"{Home}/invitations/{Target.Name}";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        target = content.Meetings.Any(meeting => meeting.Name == Name) ? content.FindInvitationTarget(Name) : null;
        _ = target ?? throw new ProjectNotFoundException();
        CanLeave = !Project.IsClosed && await db.InvitedAsync(Project.Id, Name, cancel) is not null;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await leave.RunAsync(Slug, Name, Input.Sure, cancel);
        Notice("The invite is cancelled", "All who were invited get an e-mail that takes the meeting out of their calendars.");
        return To(Home);
    }
}

public sealed class LeaveForm
{
    public bool Sure { get; set; }
}
