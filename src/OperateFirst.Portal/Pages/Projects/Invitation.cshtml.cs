using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>Ask for an invite; change or withdraw the request while it waits.</summary>
public sealed class InvitationModel(
    ProjectReader reader, RequestInvitation request, NudgeInvitation nudge, PortalDbContext db, CurrentAccount me, PortalContent content, TimeProvider time)
    : ProjectPage(reader)
{
    private InvitationTarget? target;

    [FromRoute(Name = "name")]
    public string Name { get; set; } = "";

    [BindProperty]
    public InvitationForm Input { get; set; } = new();

    /// <summary>The project is in, and asks for other people to be invited.</summary>
    [FromQuery(Name = "change")]
    public bool Changing { get; set; }

    public InvitationTarget Target => target ?? throw new InvalidOperationException("Not loaded yet.");

    public JourneyStep? Step { get; private set; }

    /// <summary>The newest request that was not withdrawn.</summary>
    public InvitationRequest? Existing { get; private set; }

    /// <summary>The approved request whose people are invited.</summary>
    public InvitationRequest? Invited { get; private set; }

    public InviteView? Invite { get; private set; }

    public string InviteeName { get; private set; } = "";

    public bool CanChange => Invited is not null && Target.Meeting is not null && !Project.IsClosed;

    public bool CanAsk => !Project.IsClosed && Step?.State != StepState.Blocked && (Existing?.State != InvitationState.Approved || (Changing && CanChange));

    /// <summary>True where somebody else has the ball, so that one can remind them.</summary>
    public bool IsWaiting => Existing?.State == InvitationState.Waiting && !Project.IsClosed && Step?.State != StepState.Blocked;

    /// <summary>When the next reminder is possible; null where it is now.</summary>
    public DateTime? NextNudgeUtc => Existing?.NextNudgeUtc(time.UtcNow());

    public override async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Existing is { IsOpen: true } open)
        {
            Input = InvitationForm.Of(open, open.Attendees[0].Email);
        }
        else if (CanChange && Invited is { } invited)
        {
            var own = (await me.LoadAsync(db, cancel)).Email;
            Input.Attendees = InvitationForm.Of(invited, own.Length > 0 ? own : invited.Attendees[0].Email).Attendees;
        }
    }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Input.DropMissing();
        target = content.FindInvitationTarget(Name) ?? throw new ProjectNotFoundException();
        var (_, journey) = await Reader.JourneyAsync(Project.Id, cancel);
        Step = journey[MeetingNames.StepOf(Name)];
        Existing = await db.RequestsFor(Project.Id, Name).AsNoTracking().FirstOrDefaultAsync(cancel);
        Invited = await db.InvitedAsync(Project.Id, Name, cancel);
        Invite = await InviteView.ReadAsync(db, Project.Id, Name, cancel);
        InviteeName = Existing is { IsOpen: true } open ? open.Attendees[0].Name : (await me.LoadAsync(db, cancel)).Name;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await request.RunAsync(Slug, Name, Input, cancel);
        await LoadAsync(cancel);
        Notice($"{Target.Contact.ShortName} has your request", $"{Target.Contact.Name} gets an e-mail and decides. You see it here, and get an e-mail too.");
        return To(Home);
    }

    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input.AddPerson();
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(int at, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input.RemovePerson(at);

        // The fields below the removed one move up: show the model, not what was typed under the old numbers.
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostNudgeAsync(CancellationToken cancel)
    {
        await nudge.RunAsync(Slug, Name, cancel);
        await LoadAsync(cancel);
        Notice($"{Target.Contact.ShortName} is reminded", "One reminder a week is possible.");
        return To($"{Home}/invitations/{Target.Name}");
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel)
    {
        await request.WithdrawAsync(Slug, Name, cancel);
        Notice("The request is withdrawn", "You can ask again at any time.");
        return To(Home);
    }
}
