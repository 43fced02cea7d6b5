using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Pages;

[OutputCache(PolicyName = VisitorPages.Policy)]
public sealed class IndexModel(PortalContent content) : PageModel
{
    public int Points => content.Guide.Items.Count;
    public Meeting Coordination => MeetingOf("coordination");
    public Meeting SprintPlanning => MeetingOf("sprint-planning");

    public IActionResult OnGet()
    {
        if (User.Identity?.IsAuthenticated == true)
        {
            return RedirectToPage("/Projects/Index");
        }

        return Page();
    }

    public string AgreementTitle(string name) => content.Agreements.First(agreement => agreement.Name == name).Title;

    public string InviterOf(Meeting meeting) => content.ContactOf(meeting.Contact).Name;

    private Meeting MeetingOf(string name) => content.Meetings.First(meeting => meeting.Name == name);
}
