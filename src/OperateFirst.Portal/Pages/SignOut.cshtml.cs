using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OperateFirst.Portal.Accounts;

namespace OperateFirst.Portal.Pages;

public sealed class SignOutModel(EndSession endSession) : PageModel
{
    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Page() : Redirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await endSession.RunAsync(cancel);
        await HttpContext.SignOutAsync();
        TempData["Notice"] = "You are signed out";
        return Redirect("/sign-in");
    }
}
