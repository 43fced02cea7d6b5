using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Meetings;

namespace OperateFirst.Portal.Pages.Meetings;

/// <summary>Calendar programs ask again and again: the ETag answers most of them with 304.</summary>
public sealed class CalendarModel(PortalContent content, PortalAddress address, TimeProvider time) : PageModel
{
    public IActionResult OnGet(string name)
    {
        var meeting = content.Meetings.FirstOrDefault(meeting => meeting.Name == name);
        if (meeting is null)
        {
            return NotFound();
        }

        var bytes = CalendarFile.For(meeting, address.Host, time.GetUtcNow().UtcDateTime);
        Response.Headers.CacheControl = "public, max-age=300";
        return new FileContentResult(bytes, CalendarFile.ContentType)
        {
            EntityTag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\""),
        };
    }
}
