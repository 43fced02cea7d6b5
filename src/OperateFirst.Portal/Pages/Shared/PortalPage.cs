using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace OperateFirst.Portal.Pages.Shared;

/// <summary>A page whose forms can be shown again with what was typed and the sentences that say what to correct.</summary>
public abstract class PortalPage : PageModel
{
    /// <summary>Name of the property that the form binds to; rules name fields without it.</summary>
    public const string InputName = "Input";

    /// <summary>Reads what the page shows. Runs for GET, and again after a rule said no.</summary>
    public abstract Task LoadAsync(CancellationToken cancel);

    public virtual Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    /// <summary>Said once, on the next page.</summary>
    protected void Notice(string title, string? text = null)
    {
        TempData["Notice"] = title;
        TempData["NoticeText"] = text;
    }

    protected RedirectResult To(string path) => new(path);
}
